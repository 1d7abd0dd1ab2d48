import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileSpace } from '../../../main/search/space/compiled.ts'
import { checkConfiguration, defaultConfiguration } from '../../../main/search/space/configuration.ts'
import type { Parameter, SearchSpace } from '../../../main/search/space/types.ts'
import { translate } from '../../../main/search/transfer/translate.ts'
import { historyOf, spaces } from '../arbitraries.ts'

const of = (parameters: readonly Parameter[], relations: readonly string[] = []): SearchSpace => ({
  parameters,
  relations,
})
const layers: Parameter = { kind: 'int', name: 'layers', low: 1, high: 4, scale: 'linear', default: 2 }
const units: Parameter = { kind: 'int', name: 'units', low: 16, high: 256, scale: 'powersOf2', default: 64 }
const rate: Parameter = { kind: 'float', name: 'rate', low: 1e-4, high: 0.1, scale: 'log', default: 1e-3 }
const dropout: Parameter = { kind: 'float', name: 'dropout', low: 0, high: 0.5, scale: 'linear', step: 0.1, default: 0 }
const optimizer: Parameter = { kind: 'categorical', name: 'optimizer', choices: ['adam', 'sgd'], default: 'adam' }
const momentum: Parameter = {
  kind: 'float',
  name: 'momentum',
  low: 0,
  high: 0.99,
  scale: 'linear',
  default: 0.9,
  when: [{ parameter: 'optimizer', in: ['sgd'] }],
}
const epochs: Parameter = { kind: 'fixed', name: 'epochs', value: 20 }
const compiled = compileSpace(of([layers, units, rate, dropout, optimizer, momentum, epochs]))

describe('a configuration of another space', () => {
  it('keeps what both have, takes defaults for what is new, and leaves out what is unknown here', () => {
    expect(translate(compiled, { layers: 3, rate: 0.01, optimizer: 'adam', warmup: 5 })).toEqual({
      configuration: { layers: 3, units: 64, rate: 0.01, dropout: 0, optimizer: 'adam', epochs: 20 },
      imputed: ['units', 'dropout'],
      moved: [],
    })
  })

  it('moves values that are within the range but off its steps, and takes what is fixed here', () => {
    const translated = translate(compiled, {
      layers: 3,
      units: 90,
      rate: 0.01,
      dropout: 0.27,
      optimizer: 'adam',
      epochs: 5,
    })
    expect(translated?.configuration).toMatchObject({ units: 64, dropout: 0.3, epochs: 20 })
    expect(translated?.moved).toEqual(['units', 'dropout', 'epochs'])
  })

  it.each([
    ['a number beyond the range', { layers: 7 }],
    ['a choice that is none', { optimizer: 'lion' }],
    ['another kind of value', { rate: 'fast' }],
  ])('is dropped with %s', (_, values) => {
    expect(translate(compiled, values)).toBeUndefined()
  })

  it('has the conditional parameters that its values make active here', () => {
    const sgd = translate(compiled, { optimizer: 'sgd', layers: 1 })
    expect(sgd?.configuration['momentum']).toBe(0.9)
    expect(sgd?.imputed).toContain('momentum')
    expect(translate(compiled, { optimizer: 'adam', momentum: 0.5 })?.configuration).not.toHaveProperty('momentum')
  })

  it('is dropped where it would break a relation', () => {
    const related = compileSpace(of([layers, units], ['units >= 32 * layers']))
    expect(translate(related, { layers: 4, units: 64 })).toBeUndefined()
    expect(translate(related, { layers: 2, units: 64 })).toBeDefined()
  })

  it('belongs to the space whatever both spaces are, and is itself within its own', () => {
    fc.assert(
      fc.property(spaces(), spaces(), fc.nat(), (from, to, seed) => {
        const own = compileSpace(from)
        const other = compileSpace(to)
        for (const { configuration } of historyOf(from, 5, seed)) {
          const translated = translate(other, configuration)
          if (translated) expect(checkConfiguration(to, translated.configuration)).toEqual([])
          if (checkConfiguration(from, configuration).length > 0) continue
          expect(translate(own, configuration)).toEqual({ configuration, imputed: [], moved: [] })
        }
        expect(translate(own, {})?.configuration).toEqual(defaultConfiguration(from))
      }),
      { numRuns: 60, seed: 5 },
    )
  })
})
