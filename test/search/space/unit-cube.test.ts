import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../main/search/random/stream.ts'
import { compileSpace } from '../../../main/search/space/compiled.ts'
import { activeParameters, checkConfiguration, configurationKey } from '../../../main/search/space/configuration.ts'
import { coordinates, decode, encode } from '../../../main/search/space/unit-cube.ts'
import type { SearchSpace } from '../../../main/search/space/types.ts'
import { spaces } from '../arbitraries.ts'

describe('unit cube', () => {
  it('turns any point into a configuration of the space, and back into the same one', () => {
    fc.assert(
      fc.property(spaces({ relations: false }), fc.nat(), fc.integer({ min: 0, max: 2 }), (space, seed, corner) => {
        const compiled = compileSpace(space)
        const random = randomStream(seed, 0, 'test')
        const point = coordinates(compiled).map(() => (corner === 2 ? random.uniform() : corner))
        const configuration = decode(compiled, point)
        expect(checkConfiguration(space, configuration)).toEqual([])
        expect(Object.keys(configuration)).toEqual(activeParameters(space, configuration).map(({ name }) => name))
        const again = decode(compiled, encode(compiled, configuration))
        for (const [name, value] of Object.entries(configuration))
          if (typeof value === 'number')
            expect(Math.abs(Number(again[name]) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
          else expect(again[name]).toBe(value)
      }),
      { numRuns: 300 },
    )
  })

  it('gives the same key to two spellings of one point, and different keys to different points', () => {
    const space: SearchSpace = {
      parameters: [
        { kind: 'float', name: 'dropout', low: 0, high: 0.6, scale: 'linear', step: 0.1, default: 0 },
        { kind: 'bool', name: 'norm', default: true },
      ],
      relations: [],
    }
    const compiled = compileSpace(space)
    const key = configurationKey(compiled, { dropout: 0.3, norm: true })
    expect(configurationKey(compiled, { norm: true, dropout: 0.1 + 0.2 })).toBe(key)
    expect(configurationKey(compiled, { dropout: 0.3, norm: true, stranger: 1 })).toBe(key)
    expect(configurationKey(compiled, { dropout: 0.4, norm: true })).not.toBe(key)
  })
})

describe('checkConfiguration', () => {
  const space: SearchSpace = {
    parameters: [
      { kind: 'categorical', name: 'optimizer', choices: ['adam', 'sgd'], default: 'adam' },
      {
        kind: 'float',
        name: 'momentum',
        low: 0,
        high: 1,
        scale: 'linear',
        default: 0.9,
        when: [{ parameter: 'optimizer', in: ['sgd'] }],
      },
      { kind: 'fixed', name: 'epochs', value: 10 },
    ],
    relations: ['momentum < 0.99'],
  }
  it.each([
    [{ optimizer: 'adam', epochs: 10 }, undefined],
    [{ optimizer: 'sgd', momentum: 0.5, epochs: 10 }, undefined],
    [{ optimizer: 'sgd', epochs: 10 }, 'Momentum has no value. Give it one.'],
    [
      { optimizer: 'adam', momentum: 0.5, epochs: 10 },
      'Momentum has no effect with these settings, and must be left out.',
    ],
    [{ optimizer: 'lamb', epochs: 10 }, 'Optimizer: "lamb" is not allowed. Choose one of "adam", "sgd".'],
    [{ optimizer: 'sgd', momentum: 2, epochs: 10 }, 'Momentum: 2 is not allowed. Choose a number from 0 to 1.'],
    [{ optimizer: 'adam', epochs: 11 }, 'Epochs: 11 is not allowed. Choose 10.'],
    [{ optimizer: 'adam', epochs: 10, beta: 1 }, 'Beta is not in the search space. Leave it out.'],
    [
      { optimizer: 'sgd', momentum: 0.995, epochs: 10 },
      'The relation "momentum < 0.99" does not hold. Change one of its values.',
    ],
  ])('%o', (configuration, message) => {
    expect(
      checkConfiguration(space, configuration as Record<string, string | number>).map((problem) => problem.message),
    ).toEqual(message === undefined ? [] : [message])
  })
})
