import { expect, test } from 'vitest'
import { parseCardMemory, readCardMemory } from '../../main/host/card-memory.ts'

test("the card's memory is read from what its driver's tool prints, in bytes", () => {
  expect(parseCardMemory('81559, 1234\n40960, 7\n')).toEqual({ totalBytes: 81559 * 2 ** 20, usedBytes: 1234 * 2 ** 20 })
  expect(parseCardMemory('No devices were found')).toBeUndefined()
  expect(parseCardMemory('')).toBeUndefined()
})

test('a machine without the tool has nothing to say of its card', async () => {
  const missing = (...parts: unknown[]) => (parts.at(-1) as (error: Error) => void)(new Error('ENOENT'))
  expect(await readCardMemory(missing as never)).toBeUndefined()
})
