import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dataset } from '../../main/data/dataset.ts'
import { importTable } from '../../main/data/import/import-table.ts'
import { loadDataset } from '../../main/data/load.ts'
import { prepareTrainingData } from '../../main/data/prepare.ts'
import { applyToInputs } from '../../main/data/preprocess/apply.ts'
import { fitPreprocessing } from '../../main/data/preprocess/fit.ts'
import { restorePreprocessing, savePreprocessing } from '../../main/data/preprocess/saved.ts'
import { splitRows } from '../../main/data/split/split.ts'
import type { TextOptions } from '../../main/data/text/options.ts'
import { tokenise, withPairs } from '../../main/data/text/tokenise.ts'
import { commonest, countTokens } from '../../main/data/text/vocabulary.ts'
import { dataset, numbers, range, split, texts, words } from './small-datasets.ts'

function textDataset(values: readonly string[], changes: Partial<Dataset> = {}): Dataset {
  const targets = Int32Array.from(values, (_, row) => row % 2)
  return dataset([], targets, { inputs: { kind: 'text', name: 'remark', texts: values }, ...changes })
}

/** The inputs of all texts, fitted on all of them. */
function inputsOf(values: readonly string[], text: TextOptions, apply: readonly string[] = values): number[][] {
  const fitted = fitPreprocessing(textDataset(values), range(values.length), { text })
  const inputs = applyToInputs(fitted, { kind: 'text', name: 'remark', texts: apply }, range(apply.length))
  const width = fitted.inputShape[0] as number
  return apply.map((_, row) => [...inputs.subarray(row * width, (row + 1) * width)])
}

const vocabularyOf = (values: readonly string[], text: TextOptions): unknown => {
  const { inputs } = fitPreprocessing(textDataset(values), range(values.length), { text })
  return inputs.kind === 'text' && 'terms' in inputs.text.vocabulary ? inputs.text.vocabulary.terms : undefined
}

describe('tokens', () => {
  const asWords = (text: string, lowerCase = true) => tokenise(text, { tokens: 'words', lowerCase })

  it('are runs of letters and digits of any script, with apostrophes inside, and pictographs', () => {
    expect(asWords("Don't STOP me, now: 24/7 -- 'ok'!")).toEqual(["don't", 'stop', 'me', 'now', '24', '7', 'ok'])
    expect(asWords('Größe größe\u0301 ПРИВЕТ मुझे 東京 👍')).toEqual(['größe', 'größé', 'привет', 'मुझे', '東京', '👍'])
    expect(asWords('Don’t', false)).toEqual(["Don't"])
    expect(asWords(' \n?!')).toEqual([])
  })

  it('are the same however accents are composed', () => {
    expect(asWords('cafe\u0301')).toEqual(asWords('caf\u00e9'))
  })

  it('by characters are code points, not halves of them', () => {
    expect(tokenise('A 👍b', { tokens: 'characters', lowerCase: true })).toEqual(['a', ' ', '👍', 'b'])
  })

  it('can be joined by twos, in order', () => {
    expect(withPairs(['not', 'so', 'good'])).toEqual(['not', 'so', 'good', 'not so', 'so good'])
    expect(withPairs([])).toEqual([])
  })
})

describe('a vocabulary', () => {
  it('holds the commonest words, ties by spelling', () => {
    expect(vocabularyOf(['b a', 'a c', 'c d'], { vocabulary: 3 })).toEqual(['a', 'c', 'b'])
    expect(vocabularyOf(['b a', 'a c', 'c d'], { minimumCount: 2 })).toEqual(['a', 'c'])
  })

  it('does not depend on the order of the texts, and holds no rarer word in the place of a commoner', () => {
    const list = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'toString', '__proto__')), {
      maxLength: 20,
    })
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }), (all, size, least) => {
        const counts = countTokens(all)
        const kept = commonest(counts, size, least)
        expect(commonest(countTokens([...all].reverse()), size, least)).toEqual(kept)
        const countOf = (token: string) => all.flat().filter((other) => other === token).length
        const rest = [...new Set(all.flat())].filter((token) => !kept.includes(token) && countOf(token) >= least)
        expect(kept.length).toBeLessThanOrEqual(size)
        expect(kept.length === size || rest.length === 0).toBe(true)
        for (const token of kept) {
          expect(countOf(token)).toBeGreaterThanOrEqual(least)
          for (const other of rest) expect(countOf(token)).toBeGreaterThanOrEqual(countOf(other))
        }
      }),
    )
  })

  it('without a single word is refused with what to do; for a sequence all words are unknown then', () => {
    expect(() => inputsOf(['...', '!'], {})).toThrow('The training texts of remark have no words')
    expect(() => inputsOf(['one', 'two'], { minimumCount: 2 })).toThrow('no word that occurs 2 times')
    expect(inputsOf(['one', 'two'], { encoding: 'sequence', length: 2 })).toEqual([
      [1, 0],
      [1, 0],
    ])
  })
})

describe('a text as a vector', () => {
  const two = ['good good film', 'bad film']

  it('says which words are present, or how often', () => {
    expect(vocabularyOf(two, {})).toEqual(['film', 'good', 'bad'])
    expect(inputsOf(two, { encoding: 'presence' }, ['good good new'])).toEqual([[0, 1, 0]])
    expect(inputsOf(two, { encoding: 'counts' }, ['good good new'])).toEqual([[0, 2, 0]])
  })

  it('by tf-idf is what scikit-learn gives with sublinear_tf: (1 + ln tf)(ln((1 + n) / (1 + df)) + 1), of length 1', () => {
    const [film, good] = [1, (1 + Math.log(2)) * (Math.log(3 / 2) + 1)]
    const norm = Math.hypot(film, good)
    const [row = [], empty = []] = inputsOf(two, { encoding: 'tf-idf' }, ['good good film', ''])
    ;[film / norm, good / norm, 0].forEach((value, place) => expect(row[place]).toBeCloseTo(value, 6))
    expect(empty).toEqual([0, 0, 0])
  })

  it('can count pairs of neighbouring words too', () => {
    expect(vocabularyOf(['not good', 'good'], { pairs: true })).toEqual(['good', 'not', 'not good'])
    expect(inputsOf(['not good', 'good'], { pairs: true, encoding: 'presence' }, ['good not'])).toEqual([[1, 1, 0]])
  })

  it('can do without a vocabulary, in buckets, the same on every machine', () => {
    const [first = [], second = []] = inputsOf(two, { buckets: 8, encoding: 'counts' }, [
      'good film',
      'film unseen good',
    ])
    expect(first.reduce((sum, value) => sum + value, 0)).toBe(2)
    expect(second.reduce((sum, value) => sum + value, 0)).toBe(3)
    expect(first.flatMap((value, place) => (value > 0 ? [place] : []))).toEqual([3, 6])
  })
})

describe('a text as a sequence', () => {
  const list = ['a b a', 'a b', 'c']

  it('is token numbers from 2, 1 for an unknown token, 0 to fill up, the end cut off', () => {
    const text = { encoding: 'sequence', length: 4 } as const
    expect(inputsOf(list, text, ['b a c', 'a b a b a'])).toEqual([
      [3, 2, 1, 0],
      [2, 3, 2, 3],
    ])
    expect(inputsOf(list, { ...text, padding: 'before' }, ['b a c'])).toEqual([[0, 3, 2, 1]])
  })

  it('is as long as the given share of the training texts, in steps of 4, up to the maximum', () => {
    const lengths = Array.from({ length: 100 }, (_, row) => 'x '.repeat(row + 1))
    const lengthOf = (text: TextOptions) => inputsOf(lengths, { encoding: 'sequence', ...text })[0]?.length
    expect(lengthOf({})).toBe(96)
    expect(lengthOf({ lengthQuantile: 0.5 })).toBe(52)
    expect(lengthOf({ lengthQuantile: 1 })).toBe(100)
    expect(lengthOf({ maximumLength: 10 })).toBe(10)
  })

  it('tells the network how many token numbers there are', () => {
    const data = textDataset(Array.from({ length: 40 }, (_, row) => (row % 2 ? 'yes sir' : 'no sir')))
    const prepared = prepareTrainingData(data, split, { text: { encoding: 'sequence' } })
    expect(prepared.vocabulary).toBe(5)
    expect(prepareTrainingData(data, split)).not.toHaveProperty('vocabulary')
    expect(prepareTrainingData(data, split, { text: { encoding: 'sequence', buckets: 64 } }).vocabulary).toBe(66)
  })
})

describe('options out of range', () => {
  it.each([
    [{ vocabulary: 0 }, 'the vocabulary is 0'],
    [{ buckets: -1 }, 'the number of buckets is -1'],
    [{ length: 1e6 }, 'the length is 1000000'],
    [{ lengthQuantile: 0 }, 'the quantile of lengths is 0'],
  ])('%j are refused with a sentence', (text, message) => {
    expect(() => inputsOf(['a b'], text)).toThrow(message)
  })
})

describe('a text beside other columns', () => {
  it('is a vector of its own, with an input that says where it is missing', () => {
    const remark = texts('remark', ['ok fine', 'ok', '', 'ok fine'])
    const table = dataset(
      [numbers('x', [1, 1, 1, 1]), remark, words('k', ['a', 'b'], [0, 1, 0, 1])],
      new Float64Array(4),
    )
    const options = { text: { encoding: 'presence' } } as const
    const fitted = fitPreprocessing(table, range(4), options)
    expect(fitted.inputShape).toEqual([6])
    expect([...applyToInputs(fitted, table.inputs, Int32Array.of(1, 2))]).toEqual([0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0])
    expect(fitPreprocessing(table, range(4), { ...options, indicator: false }).inputShape).toEqual([5])
  })

  it('is a vector also where sequences are asked for, and takes options of its own', () => {
    const table = dataset([texts('a', ['p q', 'p q']), texts('b', ['r', 'r'])], new Float64Array(2))
    const { inputs } = fitPreprocessing(table, range(2), {
      text: { encoding: 'sequence' },
      columns: { b: { text: { encoding: 'counts' } } },
    })
    expect(inputs).toMatchObject({ columns: [{ text: { encoding: 'tf-idf' } }, { text: { encoding: 'counts' } }] })
  })

  it('is refused where the network was given numbers, and the other way round', () => {
    const text = dataset([texts('x', ['a', 'a'])], new Float64Array(2))
    const number = dataset([numbers('x', [1, 2])], new Float64Array(2))
    const apply = (fitted: Dataset, given: Dataset) => () =>
      applyToInputs(fitPreprocessing(fitted, range(2)), given.inputs, range(2))
    expect(apply(text, number)).toThrow('held text when the network was trained; here it holds numbers')
    expect(apply(number, text)).toThrow('held numbers when the network was trained; here it holds text')
  })
})

const someTexts = fc.array(
  fc
    .array(fc.constantFrom('a', 'b', 'c', 'dd', '👍', 'e', '\ud800', '"'), { maxLength: 8 })
    .map((list) => list.join(' ')),
  { minLength: 12, maxLength: 40 },
)
const treatments: fc.Arbitrary<TextOptions> = fc.record({
  encoding: fc.constantFrom('sequence' as const, 'presence' as const, 'counts' as const, 'tf-idf' as const),
  tokens: fc.constantFrom('words' as const, 'characters' as const),
  vocabulary: fc.integer({ min: 1, max: 6 }),
  pairs: fc.boolean(),
  buckets: fc.constantFrom(0, 0, 7),
  padding: fc.constantFrom('before' as const, 'after' as const),
})
/** Never without a word. */
const filled = (list: readonly string[]) => list.map((text) => `a ${text}`)

describe('what is fitted on texts', () => {
  it('depends on no row outside the training part, the vocabulary and the length included', () => {
    fc.assert(
      fc.property(someTexts, treatments, fc.string(), (list, text, other) => {
        const original = textDataset(filled(list))
        const isTraining = new Set(splitRows(original, split).train)
        const changed = textDataset(filled(list).map((value, row) => (isTraining.has(row) ? value : `${other} z z z`)))
        const [before, after] = [original, changed].map((data) => prepareTrainingData(data, split, { text }))
        expect(after?.preprocessing).toBe(before?.preprocessing)
        expect(after?.train).toEqual(before?.train)
        expect(after?.vocabulary).toBe(before?.vocabulary)
      }),
    )
  })

  it('would change with the training rows: the test above can fail', () => {
    const list = Array.from({ length: 20 }, () => 'a b')
    const first = splitRows(textDataset(list), split).train[0] as number
    const changed = list.map((value, row) => (row === first ? 'a z' : value))
    const fit = (values: readonly string[]) => prepareTrainingData(textDataset(values), split).preprocessing
    expect(fit(changed)).not.toBe(fit(list))
  })

  it('survives its text bit by bit, and is applied again identically', () => {
    fc.assert(
      fc.property(someTexts, treatments, (list, text) => {
        const data = textDataset(filled(list))
        const fitted = fitPreprocessing(data, range(10), { text })
        const saved = savePreprocessing(fitted)
        const restored = restorePreprocessing(saved)
        expect(savePreprocessing(restored)).toBe(saved)
        expect(applyToInputs(restored, data.inputs, range(data.rows))).toEqual(
          applyToInputs(fitted, data.inputs, range(data.rows)),
        )
      }),
    )
  })

  it('gives finite inputs of the promised width, token numbers below the vocabulary', () => {
    fc.assert(
      fc.property(someTexts, treatments, (list, text) => {
        const data = prepareTrainingData(textDataset(filled(list)), split, { text })
        for (const part of [data.train, data.validation]) {
          expect(part.inputs).toHaveLength(part.count * (data.inputShape[0] as number))
          expect(part.inputs.every(Number.isFinite)).toBe(true)
          const { vocabulary } = data
          if (vocabulary !== undefined)
            expect(part.inputs.every((token) => Number.isInteger(token) && token >= 0 && token < vocabulary)).toBe(true)
        }
      }),
    )
  })

  it('is refused when its rarities do not fit its words', () => {
    const fitted = fitPreprocessing(textDataset(['a b', 'a']), range(2))
    const damaged = savePreprocessing(fitted).replace(/"rarity":\[[^,\]]*,/, '"rarity":[')
    expect(() => restorePreprocessing(damaged)).toThrow('cannot be read')
  })
})

describe('an imported file', () => {
  const rows = Array.from({ length: 40 }, (_, row) =>
    row % 2
      ? `I would never buy this ${['lamp', 'table', 'spoon', 'chair'][row % 4]} again number ${row},bad`
      : `A lovely thing that I use every day ${row} times,good`,
  )

  async function imported(csv: string): Promise<Dataset> {
    const folder = await mkdtemp(join(tmpdir(), 'sweetspot-text-'))
    try {
      const file = join(folder, 'reviews.csv')
      await writeFile(file, csv)
      const { reference } = await importTable(file, { into: join(folder, 'datasets') })
      return await loadDataset(reference.folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  it('of free texts and labels is a dataset of texts', async () => {
    const data = await imported(`review,label\n${rows.join('\n')}\n`)
    expect(data).toMatchObject({
      task: 'classification',
      classes: ['bad', 'good'],
      inputs: { kind: 'text', name: 'review' },
    })
    const prepared = prepareTrainingData(data, { ...split, by: 'stratified' }, { text: { encoding: 'sequence' } })
    expect(prepared.inputShape[0]).toBe(12)
  })

  it('with a free text beside numbers is a table with a column of texts', async () => {
    const data = await imported(
      `weight,review,label\n${rows.map((row, place) => `${place % 7}.5,${row}`).join('\n')}\n`,
    )
    expect(data.inputs).toMatchObject({
      kind: 'table',
      columns: [{ kind: 'number' }, { kind: 'text', name: 'review' }],
    })
    const prepared = prepareTrainingData(data, split)
    expect(prepared.inputShape[0]).toBeGreaterThan(10)
  })
})
