import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkConfiguration, defaultConfiguration } from '../../../main/search/space/configuration.ts'
import type { Parameter, SearchSpace } from '../../../main/search/space/types.ts'
import { validateSpace } from '../../../main/search/space/validate.ts'
import { spaces } from '../arbitraries.ts'

const rate: Parameter = { kind: 'float', name: 'learningRate', low: 1e-5, high: 0.1, scale: 'log', default: 1e-3 }
const layers: Parameter = { kind: 'int', name: 'layers', low: 1, high: 4, scale: 'linear', default: 2 }
const optimizer: Parameter = { kind: 'categorical', name: 'optimizer', choices: ['adam', 'sgd'], default: 'adam' }
const spaceOf = (parameters: readonly Parameter[], relations: readonly string[] = []): SearchSpace => ({
  parameters,
  relations,
})
const messages = (space: SearchSpace): string[] =>
  validateSpace(space).map(({ code, message }) => `${code}: ${message}`)

describe('validateSpace', () => {
  it('finds nothing wrong with a sensible space, whose default is then a point of it', () => {
    expect(validateSpace(spaceOf([rate, layers, optimizer], ['layers <= 4 or learningRate < 0.01']))).toEqual([])
    fc.assert(
      fc.property(spaces(), (space) => {
        expect(checkConfiguration(space, defaultConfiguration(space))).toEqual([])
      }),
    )
  })

  it.each<[string, Parameter]>([
    [
      'bounds-swapped: Learning rate: the lower end (0.1) is above the upper end (0.001). Swap them?',
      { ...rate, low: 0.1, high: 0.001 },
    ],
    [
      'log-needs-positive: Learning rate: a logarithmic scale needs a lower end above 0, not 0. Raise it, or use a linear scale.',
      { ...rate, low: 0 },
    ],
    ['log-with-step: Learning rate: a step needs a linear scale. Remove one of the two.', { ...rate, step: 0.1 }],
    ['step: Layers: the step is 0.5. It must be a whole number.', { ...layers, step: 0.5 }],
    ['step: Layers: the step is -1. It must be above 0.', { ...layers, step: -1 }],
    ['not-whole: Layers: the range from 1 to 4.5 needs two whole numbers.', { ...layers, high: 4.5 }],
    ['not-a-number: Learning rate: the range from NaN to 0.1 needs two finite numbers.', { ...rate, low: Number.NaN }],
    [
      'no-power-of-2: Layers: there is no power of 2 from 9 to 15. Widen the range.',
      { ...layers, low: 9, high: 15, scale: 'powersOf2' },
    ],
    [
      'default-outside: Layers: the default 7 is not allowed. Choose a whole number from 1 to 4.',
      { ...layers, default: 7 },
    ],
    [
      'default-outside: Layers: the default 2 is not allowed. Choose a whole number from 1 to 7, in steps of 3.',
      { ...layers, high: 7, step: 3 },
    ],
    ['no-choices: Optimizer: there is nothing to choose from. Add a choice.', { ...optimizer, choices: [] }],
    [
      'duplicate-choice: Optimizer: "sgd" is listed twice. Remove one.',
      { ...optimizer, choices: ['adam', 'sgd', 'sgd'] },
    ],
    [
      'default-outside: Optimizer: the default "lamb" is not allowed. Choose one of "adam", "sgd".',
      { ...optimizer, default: 'lamb' },
    ],
    ['name: "  " cannot be the name of a parameter. Use letters, digits and spaces.', { ...layers, name: '  ' }],
  ])('%s', (message, parameter) => {
    expect(messages(spaceOf([parameter]))).toEqual([message])
  })

  it('refuses an empty space and a name that is there twice', () => {
    expect(messages(spaceOf([]))).toEqual(['empty: The search space is empty. Add at least one parameter.'])
    expect(messages(spaceOf([layers, layers]))).toEqual([
      'duplicate-name: Layers is in the search space twice. Rename or remove one.',
    ])
  })

  it('refuses conditions on what is not there, on themselves, and on values that cannot be', () => {
    const under = (parent: string, condition: object): Parameter =>
      ({ ...rate, when: [{ parameter: parent, ...condition }] }) as Parameter
    expect(messages(spaceOf([under('momentum', { in: [1] })]))).toEqual([
      'condition-parent: Learning rate depends on Momentum, which is not in the search space. Add it, or remove the condition.',
    ])
    expect(messages(spaceOf([optimizer, under('optimizer', { in: ['lamb'] })]))[0]).toMatch(
      /^condition-never: Learning rate would never be active/,
    )
    expect(messages(spaceOf([layers, under('layers', { min: 5 })]))[0]).toMatch(/^condition-never/)
    const circular: Parameter = { ...layers, when: [{ parameter: 'learningRate', min: 0 }] }
    expect(messages(spaceOf([circular, under('layers', { min: 2 })])).map((message) => message.split(':')[0])).toEqual([
      'condition-cycle',
      'condition-cycle',
    ])
  })

  it('refuses relations that cannot be read, speak of unknown names, or that the default breaks', () => {
    expect(messages(spaceOf([layers], ['layers <= ']))).toEqual([
      'relation-syntax: The relation "layers <= " cannot be read at character 11: it ends where a value or a name was expected.',
    ])
    expect(messages(spaceOf([layers], ['layer <= 3']))[0]).toMatch(/^relation-name: .*speaks of layer, which is not/)
    expect(messages(spaceOf([layers], ['layers > 3']))).toEqual([
      'default-breaks-relation: The defaults, which the study tries first, do not fit together. The relation "layers > 3" does not hold. Change one of its values.',
    ])
  })
})
