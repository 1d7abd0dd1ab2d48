import { describe, expect, test } from 'vitest'
import { drawToken, generate } from '../../main/training/generate.ts'
import { RandomStream } from '../../main/training/program/randomness/stream.ts'

const stream = (seed: number): (() => number) => {
  const random = new RandomStream(seed)
  return () => random.uniform()
}
/** Token 0 is padding, 1 unknown; both are likely here, and must never be written. */
const probabilities = [0.3, 0.2, 0.1, 0.25, 0.15]

const sharesOf = (options: Partial<Parameters<typeof drawToken>[1]>): number[] => {
  const random = stream(5)
  const counts = probabilities.map(() => 0)
  for (let draw = 0; draw < 20_000; draw++)
    counts[drawToken(probabilities, { temperature: 1, firstToken: 2, random, ...options })]! += 1 / 20_000
  return counts
}

describe('a token is drawn', () => {
  test('as often as the network says, those that cannot be written left out', () => {
    const shares = sharesOf({})
    ;[0, 0, 0.2, 0.5, 0.3].forEach((expected, token) => expect(shares[token]).toBeCloseTo(expected, 1.7))
  })

  test('from sharper probabilities at a low temperature, flatter ones at a high', () => {
    const powers = (power: number): number[] => {
      const raised = probabilities.map((p, token) => (token < 2 ? 0 : p ** power))
      const sum = raised.reduce((total, each) => total + each, 0)
      return raised.map((each) => each / sum)
    }
    for (const temperature of [0.4, 3])
      powers(1 / temperature).forEach((expected, token) =>
        expect(Math.abs(sharesOf({ temperature })[token]! - expected)).toBeLessThan(0.012),
      )
  })

  test('always the likeliest at temperature 0, or with top-k of one', () => {
    expect(sharesOf({ temperature: 0 })[3]).toBeCloseTo(1, 9)
    expect(sharesOf({ topK: 1 })[3]).toBeCloseTo(1, 9)
  })

  test('from the k likeliest alone', () => {
    const shares = sharesOf({ topK: 2 })
    expect(shares[2]).toBe(0)
    expect(shares[3]! / shares[4]!).toBeCloseTo(0.25 / 0.15, 1)
  })

  test('without underflow at a tiny temperature', () => {
    expect(drawToken([0, 0, 1e-30, 2e-30], { temperature: 1e-3, firstToken: 2, random: () => 0.999 })).toBe(3)
  })
})

describe('text is generated', () => {
  test('token by token, each from all before it', async () => {
    const seen: number[][] = []
    const written = await generate(
      [2, 3],
      (tokens) => {
        seen.push([...tokens])
        return Promise.resolve([0, 0, ...[2, 3, 4].map((token) => Number(token === 2 + (tokens.length % 3)))])
      },
      { length: 3, temperature: 0, firstToken: 2, random: () => 0 },
    )
    expect(seen).toEqual([
      [2, 3],
      [2, 3, 4],
      [2, 3, 4, 2],
    ])
    expect(written).toEqual([4, 2, 3])
  })

  test('the same from the same random numbers, and not for a temperature below 0', async () => {
    const write = (seed: number, temperature = 1) =>
      generate([2], () => Promise.resolve(probabilities), {
        length: 30,
        temperature,
        firstToken: 2,
        random: stream(seed),
      })
    expect(await write(1)).toEqual(await write(1))
    expect(await write(1)).not.toEqual(await write(2))
    await expect(write(1, -1)).rejects.toThrow('The temperature is -1; it must be 0 or more.')
  })
})
