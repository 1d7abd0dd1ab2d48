import { describe, expect, it } from 'vitest'
import { withFixedValues } from '../../main/host/commands/fixed-values.ts'
import type { SearchSpace } from '../../main/search/space/types.ts'

const space: SearchSpace = {
  parameters: [
    { kind: 'int', name: 'layers', low: 0, high: 3, scale: 'linear', default: 1 },
    {
      kind: 'int',
      name: 'neurons',
      low: 8,
      high: 64,
      scale: 'log',
      default: 16,
      when: [{ parameter: 'layers', min: 1 }],
    },
    { kind: 'categorical', name: 'optimizer', choices: ['adam', 'sgd'], default: 'adam' },
    {
      kind: 'float',
      name: 'momentum',
      low: 0,
      high: 0.99,
      scale: 'linear',
      default: 0.9,
      when: [{ parameter: 'optimizer', in: ['sgd'] }],
    },
  ],
  relations: [],
}

const names = (fixed: SearchSpace) => fixed.parameters.map(({ name }) => name)

describe('--set name=value', () => {
  it('fixes a parameter of the space and adds one that it lacks', () => {
    const fixed = withFixedValues(space, ['optimizer=sgd', 'epochs=5', 'batchNorm=true'])
    expect(fixed.parameters[2]).toEqual({ kind: 'fixed', name: 'optimizer', value: 'sgd' })
    expect(fixed.parameters.slice(4)).toEqual([
      { kind: 'fixed', name: 'epochs', value: 5 },
      { kind: 'fixed', name: 'batchNorm', value: true },
    ])
    expect(names(fixed)).toContain('momentum')
  })

  it('leaves out what could then never be active', () => {
    expect(names(withFixedValues(space, ['layers=0', 'optimizer=adam']))).toEqual(['layers', 'optimizer'])
  })

  it('refuses what is not of that form', () => {
    expect(() => withFixedValues(space, ['=3'])).toThrow(/write it as name=value/)
  })
})
