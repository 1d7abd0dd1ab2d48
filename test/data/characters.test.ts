import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codePointsOf } from '../../main/data/characters/load-characters.ts'
import type { CharacterOptions } from '../../main/data/characters/options.ts'
import { drawWindows, windowStarts } from '../../main/data/characters/windows.ts'
import { splitText } from '../../main/data/characters/split-text.ts'
import type { Dataset } from '../../main/data/dataset.ts'
import { loadDataset } from '../../main/data/load.ts'
import { prepareTrainingData } from '../../main/data/prepare.ts'
import { applyToInputs } from '../../main/data/preprocess/apply.ts'
import { restorePreprocessing, savePreprocessing } from '../../main/data/preprocess/saved.ts'
import type { SplitSelection } from '../../main/data/reference.ts'
import { dataset } from './small-datasets.ts'

function textOf(text: string, changes: Partial<Dataset> = {}): Dataset {
  const codes = codePointsOf(text)
  return dataset([], new Int32Array(0), { rows: codes.length, inputs: { kind: 'characters', codes }, ...changes })
}

const inOrder: SplitSelection = {
  protocol: { kind: 'holdout', validationShare: 0.25 },
  by: 'time',
  seed: 5,
  sealed: 0.2,
  openTest: true,
}
const alphabet = 'abcdefghijklmnopqrstuvwxyz'
/** 104 characters: 62 train, 21 validate, 21 are sealed. */
const letters = textOf(alphabet.repeat(4))
const prepare = (characters: CharacterOptions, selection = inOrder, data = letters) =>
  prepareTrainingData(data, selection, { characters })
const read = (numbers: Iterable<number>, classes: readonly string[] = []) =>
  Array.from(numbers, (number) => classes[number]).join('')

describe('windows of a running text', () => {
  it('predict the next character at every place, each character once', () => {
    const data = prepare({ context: 5 })
    expect(data).toMatchObject({
      inputShape: [5],
      outputs: 28,
      vocabulary: 28,
      targetsPerExample: 5,
      task: 'classification',
    })
    expect(read(data.train.inputs.subarray(0, 10), data.classes)).toBe('abcdefghij')
    expect(read(data.train.targets.subarray(0, 10), data.classes)).toBe('bcdefghijk')
    expect(data.train.count).toBe(12)
    expect(data.train.targets).toHaveLength(60)
  })

  it('or the one after their end, from every place', () => {
    const data = prepare({ context: 5, targets: 'last' })
    expect(data).not.toHaveProperty('targetsPerExample')
    expect(data.train.count).toBe(57)
    expect(read(data.train.inputs.subarray(5, 10), data.classes)).toBe('bcdef')
    expect(read(data.train.targets.subarray(0, 3), data.classes)).toBe('fgh')
  })

  it('of training can be drawn by the seed, of validation spread; the sealed part is scored whole', () => {
    const few = { context: 4, targets: 'last', windows: 10, validationWindows: 3 } as const
    const data = prepare(few)
    expect([data.train.count, data.validation.count, data.test?.count]).toEqual([10, 3, 17])
    expect(prepare(few)).toEqual(data)
    const other = prepare(few, { ...inOrder, seed: 6 })
    expect(other.train.inputs).not.toEqual(data.train.inputs)
    expect(other.validation).toEqual(data.validation)
  })

  it('lie in one part of the text each, with what they predict, and training comes first', () => {
    const lengths = fc.integer({ min: 60, max: 400 })
    const windows = fc.record({ context: fc.integer({ min: 1, max: 6 }), stride: fc.integer({ min: 1, max: 9 }) })
    const protocols = fc.oneof(
      fc
        .double({ min: 0.1, max: 0.6, noNaN: true })
        .map((validationShare) => ({ kind: 'holdout' as const, validationShare })),
      fc.record({ kind: fc.constant('kfold' as const), folds: fc.constant(3), fold: fc.integer({ min: 0, max: 2 }) }),
    )
    fc.assert(
      fc.property(
        lengths,
        windows,
        protocols,
        fc.constantFrom(0, 0.2),
        (length, { context, stride }, protocol, sealed) => {
          const parts = splitText(textOf('x'.repeat(length)), { ...inOrder, protocol, sealed })
          const touched = [parts.train, parts.validation, parts.sealed].map((part) => {
            const starts = windowStarts(part, context, stride)
            // One more window would not fit.
            expect(starts.length === 0 || (starts.at(-1) as number) + stride + context >= part.end).toBe(true)
            return { from: starts[0] ?? part.first, to: (starts.at(-1) ?? part.first - context - 1) + context, part }
          })
          for (const { from, to, part } of touched) {
            expect(from).toBeGreaterThanOrEqual(part.first)
            expect(to).toBeLessThan(part.end)
          }
          expect(parts.train.end).toBe(parts.validation.first)
          expect(parts.validation.end).toBeLessThanOrEqual(parts.sealed.first)
          expect(parts.sealed.end).toBe(length)
        },
      ),
    )
  })

  it('are drawn without repeats, in order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 250 }),
        fc.integer(),
        (all, count, seed) => {
          const starts = Int32Array.from({ length: all }, (_, place) => place * 3)
          const drawn = drawWindows(starts, count, seed)
          expect(drawn).toHaveLength(Math.min(all, count))
          expect(new Set(drawn).size).toBe(drawn.length)
          expect([...drawn].sort((a, b) => a - b)).toEqual([...drawn])
          expect(drawn.every((start) => starts.includes(start))).toBe(true)
        },
      ),
    )
  })
})

describe('the characters of a running text', () => {
  it('are numbered by code point from 2; one that training lacks is the unknown one', () => {
    const data = prepare({ context: 3 }, inOrder, textOf(`${'ba'.repeat(40)}${'bz'.repeat(20)}`))
    expect(data.classes).toEqual(['(padding)', '(other)', 'a', 'b'])
    expect([...new Set(data.test?.inputs)].sort()).toEqual([1, 3])
  })

  it('may be limited to the commonest', () => {
    const data = prepare({ context: 3, vocabulary: 2 }, inOrder, textOf('aabbc'.repeat(30)))
    expect(data.classes?.slice(2)).toEqual(['a', 'b'])
  })

  it('are code points: a pictograph is one', () => {
    const data = prepare({ context: 2 }, inOrder, textOf('a👍'.repeat(40)))
    expect(data.classes?.slice(2)).toEqual(['a', '👍'])
  })

  it('are learnt from the training part alone: what comes after it changes nothing of training', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '👍'), { minLength: 80, maxLength: 120 })
    fc.assert(
      fc.property(text, fc.constantFrom('every' as const, 'last' as const), (list, targets) => {
        const { train } = splitText(textOf(list.join('')), inOrder)
        const changed = list.map((character, place) => (place < train.end ? character : 'z'))
        const [before, after] = [list, changed].map((characters) =>
          prepare({ context: 4, targets, windows: 9 }, inOrder, textOf(characters.join(''))),
        )
        expect(after?.preprocessing).toBe(before?.preprocessing)
        expect(after?.train).toEqual(before?.train)
      }),
    )
  })

  it('survive the text of a saved model, and are applied again identically', () => {
    const data = prepare({ context: 5 })
    const restored = restorePreprocessing(data.preprocessing)
    expect(savePreprocessing(restored)).toBe(data.preprocessing)
    expect(applyToInputs(restored, letters.inputs, Int32Array.of(0, 5))).toEqual(data.train.inputs.slice(0, 10))
  })
})

describe('what cannot be done with a running text', () => {
  it.each([
    [{}, { by: 'random' as const }, 'can only be split in its order'],
    [{ context: 90 }, {}, 'The training part of Things is shorter than a window of 90 characters'],
    [{ context: 0 }, {}, 'the context is 0'],
    [{}, { sealed: 'official' as const }, 'has no official test part'],
    [{}, { sealed: 1.5 }, "The sealed test set's share is 1.5"],
  ])('%j split %j says why', (options, selection, message) => {
    expect(() => prepare({ context: 4, ...options }, { ...inOrder, ...selection })).toThrow(message)
  })
})

describe('tiny-shakespeare', () => {
  it('splits where its makers did, knows 65 characters, and keeps its sealed end apart', async () => {
    const data = await loadDataset(join(import.meta.dirname, '../../resources/datasets/tiny-shakespeare'))
    const selection = {
      ...inOrder,
      sealed: 'official' as const,
      protocol: { kind: 'holdout' as const, validationShare: 0.1 },
    }
    const { sealed } = splitText(data, selection)
    expect(sealed).toEqual({ first: 1_003_854, end: 1_115_394 })
    const prepared = prepare({}, { ...selection, openTest: false }, data)
    expect(prepared).toMatchObject({ vocabulary: 67, inputShape: [64], sealedRows: 1742 })
    expect(prepared).not.toHaveProperty('test')
    expect(read(prepared.train.inputs.subarray(0, 64), prepared.classes)).toBe(
      'First Citizen:\nBefore we proceed any further, hear me speak.\n\nAl',
    )
  })
})
