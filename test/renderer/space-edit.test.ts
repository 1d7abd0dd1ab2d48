/** The search space editor without its page: what an edit makes of a space, held against what main says of it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hyperparameterEntries } from '../../main/app/hyperparameter-entries.ts'
import { checkSpace, spaceProblems } from '../../main/app/space-check.ts'
import { templateDefinitions } from '../../main/training/templates/definitions.ts'
import { hyperparameterEntry } from '../../preload/contract/datasets.ts'
import { searchSpace } from '../../preload/contract/space.ts'
import type { SearchSpace as MainSpace } from '../../main/search/space/types.ts'
import type { SearchSpace } from '../../preload/contract/types.ts'
import { nudged, placeOf, valueAt, type SliderScale } from '../../renderer/components/scale-position.ts'
import { canAct, conditionFor, fix, leaveOut, parameterOf, put, vary } from '../../renderer/state/space-edit.ts'
import { formatSpace, readSpace } from '../../renderer/state/space-json.ts'
import { rowsOf } from '../../renderer/state/space-rows.ts'
import { withScale } from '../../renderer/state/space-scale.ts'
import { sliderEnds, suggestedParameter } from '../../renderer/state/suggested-range.ts'
import { parameterTitle } from '../../renderer/words/parameters.ts'

const templates = ['linear', 'mlp', 'cnn', 'text', 'nextToken', 'sequence'] as const
const tasks = ['classification', 'regression'] as const
const usualOf = (template: (typeof templates)[number]) => templateDefinitions[template].space as SearchSpace
const problemsOf = (space: SearchSpace, template: (typeof templates)[number]) =>
  spaceProblems(space as MainSpace, template).map(({ message }) => message)
const mlp = hyperparameterEntries('mlp', 'classification')
const entryOf = (name: string) => mlp.find((entry) => entry.name === name)!

describe('the table of hyperparameters', () => {
  test('crosses the contract, holds every parameter of each default space, and leaves the loss of the other task out', () => {
    for (const template of templates)
      for (const task of tasks) {
        const entries = hyperparameterEntries(template, task)
        for (const entry of entries) expect(hyperparameterEntry.parse(entry)).toEqual(entry)
        const names = entries.map(({ name }) => name)
        for (const { name } of usualOf(template).parameters) expect(names).toContain(name)
        expect(names).not.toContain(task === 'regression' ? 'classificationLoss' : 'regressionLoss')
        expect(names).not.toContain(task === 'regression' ? 'focalGamma' : 'quantile')
      }
  })

  test('says what the template starts from, not what all start from', () => {
    for (const [name, value] of Object.entries(templateDefinitions.mlp.defaults))
      expect(mlp.find((entry) => entry.name === name)?.default, name).toBe(value)
  })

  test('is named alike in forms and in plots', () => {
    for (const { name, title } of hyperparameterEntries('cnn', 'classification'))
      expect(parameterTitle(name).toLowerCase()).toBe(title.toLowerCase())
  })
})

describe('an edit', () => {
  test('has anything vary in a range that can be searched as it stands', () => {
    for (const template of templates)
      for (const entry of hyperparameterEntries(template, 'classification')) {
        const table = hyperparameterEntries(template, 'classification')
        const space = vary({ parameters: [], relations: [] }, entry, usualOf(template), table)
        expect(searchSpace.safeParse(space).success, entry.name).toBe(true)
        expect(problemsOf(space, template), entry.name).toEqual([])
        const alone = { parameters: [suggestedParameter(entry)], relations: [] }
        expect(problemsOf(alone, template), `${entry.name}, suggested`).toEqual([])
      }
  })

  test('in any order leaves a space that main understands', () => {
    const names = fc.constantFrom(...mlp.map(({ name }) => name))
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.boolean()), { maxLength: 12 }), (edits) => {
        let space = usualOf('mlp')
        for (const [name, on] of edits)
          space = on ? vary(space, entryOf(name), usualOf('mlp'), mlp) : leaveOut(space, name)
        if (space.parameters.length === 0) return
        // Only what hangs on something that was taken out or narrowed may be in the way, and that is said.
        const messages = problemsOf(space, 'mlp')
        for (const message of messages) expect(message).toMatch(/depends on|never be active/)
      }),
      { numRuns: 100 },
    )
  })

  test('gives a setting the condition under which it acts, and takes it along when its parent changes', () => {
    const usual = usualOf('mlp')
    const optimizer = {
      name: 'optimizer',
      kind: 'categorical',
      choices: ['adam', 'nesterov'],
      default: 'adam',
    } as const
    const start: SearchSpace = { parameters: [optimizer], relations: [] }
    const space = vary(start, entryOf('momentum'), usual, mlp)
    expect(parameterOf(space, 'momentum')?.when).toEqual([{ parameter: 'optimizer', in: ['nesterov'] }])
    const wider = put(space, { ...optimizer, choices: ['adam', 'nesterov', 'momentum'] }, mlp)
    expect(parameterOf(wider, 'momentum')?.when).toEqual([{ parameter: 'optimizer', in: ['nesterov', 'momentum'] }])
    const always = put(wider, { ...optimizer, choices: ['momentum', 'nesterov'], default: 'nesterov' }, mlp)
    expect(parameterOf(always, 'momentum')?.when).toBeUndefined()
    expect(problemsOf(always, 'mlp')).toEqual([])
    expect(parameterOf(leaveOut(wider, 'optimizer'), 'momentum')?.when).toBeUndefined()
  })

  test('keeps a condition that somebody wrote', () => {
    const own = [{ parameter: 'optimizer', in: ['momentum'] }]
    const optimizer = {
      name: 'optimizer',
      kind: 'categorical',
      choices: ['adam', 'momentum', 'nesterov'],
      default: 'adam',
    } as const
    const momentum = {
      name: 'momentum',
      kind: 'float',
      low: 0.5,
      high: 0.9,
      scale: 'linear',
      default: 0.9,
      when: own,
    } as const
    const space = put(
      { parameters: [optimizer, momentum], relations: [] },
      { ...optimizer, choices: ['momentum', 'nesterov'], default: 'nesterov' },
      mlp,
    )
    expect(parameterOf(space, 'momentum')?.when).toEqual(own)
    expect(parameterOf(fix(space, 'momentum', 0.8, mlp), 'momentum')).toMatchObject({ kind: 'fixed', when: own })
  })

  test('knows what cannot act', () => {
    const none: SearchSpace = { parameters: [], relations: [] }
    expect(canAct(entryOf('momentum'), none, mlp)).toBe(false)
    expect(canAct(entryOf('beta1'), none, mlp)).toBe(true)
    expect(canAct(entryOf('momentum'), fix(none, 'optimizer', 'nesterov', mlp), mlp)).toBe(true)
    expect(conditionFor(entryOf('beta1'), none)).toBeUndefined()
  })

  test('of the scale keeps a range that can be searched', () => {
    for (const entry of mlp)
      if (entry.kind === 'float' || entry.kind === 'int')
        for (const scale of ['linear', 'log', 'powersOf2', 'list'] as const) {
          const space = { parameters: [withScale(suggestedParameter(entry), scale, entry)], relations: [] }
          expect(problemsOf(space, 'mlp'), `${entry.name} ${scale}`).toEqual([])
        }
  })
})

describe('what is wrong', () => {
  test('is said of the parameter that it is about, in any of them', () => {
    const space = {
      parameters: [
        { name: 'learningRate', kind: 'float', low: 0.1, high: 0.001, scale: 'log', default: 0.01 },
        { name: 'dropout', kind: 'float', low: 0, high: 1, scale: 'linear', default: 0 },
        { name: 'nonsense', kind: 'fixed', value: 1 },
      ],
      relations: ['dropout <'],
    } as const
    const { problems, configurations } = checkSpace(space, 'mlp')
    expect(problems.map(({ code, parameter }) => [code, parameter])).toEqual([
      ['bounds-swapped', 'learningRate'],
      ['relation-syntax', undefined],
      ['hyperparameter', 'dropout'],
      ['hyperparameter', 'nonsense'],
    ])
    expect(configurations).toBeUndefined()
  })

  test('is counted out otherwise', () => {
    const layers = { name: 'layers', kind: 'int', low: 1, high: 3, scale: 'linear', default: 2 } as const
    const batchNorm = { name: 'batchNorm', kind: 'bool', default: false } as const
    expect(checkSpace({ parameters: [layers, batchNorm], relations: [] }, 'mlp')).toEqual({
      problems: [],
      configurations: 6,
    })
  })
})

describe('JSON beside the table', () => {
  test('reads back what it wrote', () => {
    for (const template of templates) {
      const space = { ...usualOf(template), relations: ['dropout <= 0.5'] }
      expect(readSpace(formatSpace(space))).toEqual({ space })
    }
  })
  test('says where it stops being a space', () => {
    expect(readSpace('{')).toMatchObject({ problem: expect.stringContaining('not JSON yet') as string })
    const bad =
      '{"parameters": [{"name": "dropout", "kind": "float", "low": 0, "scale": "linear", "default": 0}], "relations": []}'
    expect(readSpace(bad)).toMatchObject({ problem: expect.stringMatching(/^dropout, high: /) as string })
    expect(readSpace('null')).toHaveProperty('problem')
  })
})

describe('rows', () => {
  const editor = (space: SearchSpace) => ({
    space,
    entries: mlp,
    problems: checkSpace(space as MainSpace, 'mlp').problems,
    canAct: (entry: (typeof mlp)[number]) => canAct(entry, space, mlp),
  })
  const names = (space: SearchSpace, shown: 'varying' | 'useful' | 'all', find = '') =>
    rowsOf(editor(space), shown, find).flatMap(({ rows }) => rows.map(({ name }) => name))

  test('of the whole table, of what can act, and of what varies', () => {
    const usual = usualOf('mlp')
    expect(names(usual, 'all')).toHaveLength(mlp.length)
    expect(names(usual, 'useful')).not.toContain('restartEpochs')
    expect(names(usual, 'varying').toSorted()).toEqual(
      usual.parameters
        .filter(({ kind }) => kind !== 'fixed')
        .map(({ name }) => name)
        .toSorted(),
    )
    expect(names(usual, 'varying', 'patience begins')).toEqual(['stoppingAfter'])
  })
  test('with something wrong are never hidden', () => {
    const space = fix(usualOf('mlp'), 'epochs', 0, mlp)
    expect(names(space, 'varying')).toContain('epochs')
    expect(
      names({ ...space, parameters: [...space.parameters, { name: 'odd', kind: 'fixed', value: 1 }] }, 'varying'),
    ).toContain('odd')
  })
})

describe('the slider', () => {
  const ranges: SliderScale[] = [
    { from: 1e-5, to: 1, scale: 'log', whole: false },
    { from: 0, to: 1, scale: 'linear', whole: false },
    { from: 1, to: 8, scale: 'linear', whole: true },
    { from: 4, to: 1024, scale: 'powersOf2', whole: true },
  ]
  test('finds the place of a value and the value of a place', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ranges), fc.double({ min: 0, max: 1, noNaN: true }), (range, place) => {
        const value = valueAt(place, range)
        expect(value).toBeGreaterThanOrEqual(range.from * 0.94)
        expect(value).toBeLessThanOrEqual(range.to * 1.06)
        expect(Math.abs(placeOf(value, range) - place)).toBeLessThan(0.1)
      }),
    )
  })
  test('moves by arrow keys, always', () => {
    for (const range of ranges) {
      const middle = valueAt(0.5, range)
      expect(nudged(middle, 1, false, range)).toBeGreaterThan(middle)
      expect(nudged(middle, -1, false, range)).toBeLessThan(middle)
    }
  })
  test('reaches further than the range, and no further than what is allowed', () => {
    for (const entry of mlp) {
      const parameter = suggestedParameter(entry)
      if (!('min' in entry) || !('low' in parameter)) continue
      const { from, to } = sliderEnds(parameter, entry)
      expect(from).toBeLessThanOrEqual(parameter.low)
      expect(to).toBeGreaterThanOrEqual(parameter.high)
      expect(from).toBeGreaterThanOrEqual(entry.min)
      expect(to).toBeLessThanOrEqual(entry.max)
    }
  })
})
