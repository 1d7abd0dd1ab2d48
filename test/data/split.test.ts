import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SplitSelection } from '../../main/data/reference.ts'
import { splitRows, type SplitSubject } from '../../main/data/split/split.ts'
import type { SplitRows } from '../../main/data/split/rows.ts'

const holdout = (validationShare: number): SplitSelection['protocol'] => ({ kind: 'holdout', validationShare })
const kfold = (folds: number, fold: number): SplitSelection['protocol'] => ({ kind: 'kfold', folds, fold })

function selection(changes: Partial<SplitSelection> = {}): SplitSelection {
  return { protocol: holdout(0.2), by: 'random', seed: 1, sealed: 0, openTest: false, ...changes }
}

function classification(
  labels: readonly number[],
  keys: Record<string, number[]> = {},
  officialTest?: number[],
): SplitSubject {
  const classes = Array.from({ length: Math.max(0, ...labels) + 1 }, (_, code) => `c${code}`)
  return {
    title: 'Things',
    rows: labels.length,
    task: 'classification',
    targets: Int32Array.from(labels),
    targetNames: ['kind'],
    classes,
    keys: new Map(Object.entries(keys)),
    ...(officialTest && { officialTest: Int32Array.from(officialTest) }),
  }
}

function regression(targets: readonly number[], keys: Record<string, number[]> = {}): SplitSubject {
  return {
    ...classification([], keys),
    rows: targets.length,
    task: 'regression',
    targets: Float64Array.from(targets),
    targetNames: ['y'],
    classes: [],
  }
}

const all = ({ train, validation, sealed }: SplitRows) => [...train, ...validation, ...sealed]
const ascending = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b)
const range = (count: number) => Array.from({ length: count }, (_, row) => row)
const countIn = (rows: Int32Array, labels: readonly number[], label: number) =>
  rows.filter((row) => labels[row] === label).length

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const shares = fc.double({ min: 0.05, max: 0.6, noNaN: true })
const ways = fc.constantFrom<SplitSelection['by']>('random', 'stratified', 'group', 'time')

/** Labels of 2 to 5 classes with at least 12 rows each, in any order. */
const labelsOf = fc.array(fc.integer({ min: 12, max: 40 }), { minLength: 2, maxLength: 5 }).chain((counts) => {
  const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label))
  return fc.shuffledSubarray(labels, { minLength: labels.length, maxLength: labels.length })
})

/** A dataset to split in any way, with groups and moments of uneven sizes. */
const subjects = labelsOf.chain((labels) =>
  fc.tuple(
    fc.constant(labels),
    fc.array(fc.integer({ min: 0, max: 11 }), { minLength: labels.length, maxLength: labels.length }),
    fc.array(fc.integer({ min: -30, max: 30 }), { minLength: labels.length, maxLength: labels.length }),
  ),
)

const columnFor = (by: SplitSelection['by']) => (by === 'group' || by === 'time' ? { column: by } : {})

describe('every split', () => {
  it('puts every row in one part, none of them empty, rows ascending, the same for the same seed', () => {
    fc.assert(
      fc.property(
        subjects,
        ways,
        shares,
        fc.constantFrom(0, 0.15, 0.3),
        seeds,
        ([labels, group, time], by, share, sealed, seed) => {
          const subject = classification(labels, { group, time })
          const chosen = selection({ protocol: holdout(share), by, ...columnFor(by), sealed, seed })
          const rows = splitRows(subject, chosen)
          expect(ascending(all(rows))).toEqual(range(labels.length))
          expect(rows.train.length).toBeGreaterThan(0)
          expect(rows.validation.length).toBeGreaterThan(0)
          if (sealed > 0) expect(rows.sealed.length).toBeGreaterThan(0)
          for (const part of [rows.train, rows.validation, rows.sealed]) expect([...part]).toEqual(ascending(part))
          expect(splitRows(subject, chosen)).toEqual(rows)
        },
      ),
    )
  })

  it('never lets a sealed row out, whatever seed reshuffles the rest and whatever the protocol', () => {
    fc.assert(
      fc.property(subjects, ways, seeds, seeds, ([labels, group, time], by, first, second) => {
        const subject = classification(labels, { group, time })
        const base = { by, ...columnFor(by), sealed: 0.25 }
        const sealed = splitRows(subject, selection({ ...base, seed: first })).sealed
        expect(splitRows(subject, selection({ ...base, seed: second, protocol: kfold(3, 1) })).sealed).toEqual(sealed)
        const other = splitRows(subject, selection({ ...base, seed: first, sealedSeed: 99 })).sealed
        if (by === 'random') expect(other).not.toEqual(sealed)
      }),
      { numRuns: 30 },
    )
  })

  it('in k folds validates every row once', () => {
    fc.assert(
      fc.property(
        subjects,
        fc.constantFrom('random', 'stratified', 'group'),
        fc.integer({ min: 2, max: 5 }),
        seeds,
        ([labels, group], by, folds, seed) => {
          const subject = classification(labels, { group })
          fc.pre(new Set(group).size >= folds)
          const parts = range(folds).map((fold) =>
            splitRows(subject, selection({ protocol: kfold(folds, fold), by, ...columnFor(by), seed })),
          )
          expect(ascending(parts.flatMap(({ validation }) => [...validation]))).toEqual(range(labels.length))
          for (const { train, validation } of parts)
            expect(ascending([...train, ...validation])).toEqual(range(labels.length))
        },
      ),
    )
  })

  it('is today what it was when this was written: a study can be split again years later', () => {
    const subject = classification(range(20).map((row) => row % 2))
    const validation = (changes: Partial<SplitSelection>) => [
      ...splitRows(subject, selection({ seed: 2 ** 40 + 7, ...changes })).validation,
    ]
    expect(validation({})).toEqual([3, 15, 16, 17])
    expect(validation({ by: 'stratified' })).toEqual([3, 4, 6, 11])
    expect(validation({ protocol: kfold(4, 2) })).toEqual([3, 4, 6, 14, 19])
    expect([...splitRows(subject, selection({ sealed: 0.2 })).sealed]).toEqual([4, 7, 12, 16])
  })
})

describe('a stratified split', () => {
  it('holds out of each class its share to within one row, and leaves some of each', () => {
    fc.assert(
      fc.property(labelsOf, shares, seeds, (labels, share, seed) => {
        const rows = splitRows(classification(labels), selection({ by: 'stratified', protocol: holdout(share), seed }))
        for (const label of new Set(labels)) {
          const total = labels.filter((other) => other === label).length
          const held = countIn(rows.validation, labels, label)
          expect(Math.abs(held - total * share)).toBeLessThanOrEqual(1)
          expect(held).toBeGreaterThan(0)
          expect(held).toBeLessThan(total)
        }
        const smallest = Math.min(
          ...[...new Set(labels)].map((label) => labels.filter((other) => other === label).length),
        )
        if (smallest * share >= 1)
          expect(Math.abs(rows.validation.length - labels.length * share)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('spreads each class over k folds to within one row, and the folds differ by one row at most', () => {
    fc.assert(
      fc.property(labelsOf, fc.integer({ min: 2, max: 10 }), seeds, (labels, folds, seed) => {
        const parts = range(folds).map(
          (fold) =>
            splitRows(classification(labels), selection({ by: 'stratified', protocol: kfold(folds, fold), seed }))
              .validation,
        )
        const spread = (counts: number[]) => Math.max(...counts) - Math.min(...counts)
        for (const label of new Set(labels))
          expect(spread(parts.map((part) => countIn(part, labels, label)))).toBeLessThanOrEqual(1)
        expect(spread(parts.map((part) => part.length))).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('of a regression keeps the mix of fifths of the target', () => {
    const targets = range(500).map((row) => ((row * 37) % 500) ** 2)
    const { validation } = splitRows(regression(targets), selection({ by: 'stratified' }))
    const sorted = ascending(targets)
    for (const fifth of range(5)) {
      const [low, high] = [sorted[fifth * 100] as number, sorted[fifth * 100 + 99] as number]
      const inside = validation.filter((row) => (targets[row] as number) >= low && (targets[row] as number) <= high)
      expect(inside).toHaveLength(20)
    }
  })

  it('also works where the target of a regression has few values', () => {
    const rows = splitRows(
      regression([...new Array<number>(90).fill(0), ...range(10)]),
      selection({ by: 'stratified' }),
    )
    expect(ascending(all(rows))).toEqual(range(100))
  })

  it('says which class is too small, and what to do', () => {
    const labels = [0, 0, 0, 0, 1, 1, 1, 1, 2]
    const refusal = (changes: Partial<SplitSelection>) => () =>
      splitRows(classification(labels), selection({ by: 'stratified', ...changes }))
    expect(refusal({})).toThrow('The class c2 has only 1 row; training and validation need one each.')
    expect(refusal({ protocol: kfold(4, 0) })).toThrow(
      'The class c2 has 1 rows outside the sealed test set; 4 folds need at least 4.',
    )
    expect(refusal({ sealed: 0.2 })).toThrow('training, validation and the sealed test set need one each')
    expect(refusal({ by: 'random' })).not.toThrow()
  })
})

describe('a split by group', () => {
  it('keeps every group on one side', () => {
    fc.assert(
      fc.property(
        subjects,
        shares,
        fc.constantFrom(0, 0.2),
        fc.option(fc.integer({ min: 2, max: 4 })),
        seeds,
        ([labels, group], share, sealed, folds, seed) => {
          fc.pre(new Set(group).size >= 8)
          const protocol = folds === null ? holdout(share) : kfold(folds, folds - 1)
          const rows = splitRows(
            classification(labels, { group }),
            selection({ by: 'group', column: 'group', protocol, sealed, seed }),
          )
          const sides = [rows.train, rows.validation, rows.sealed].map(
            (part) => new Set([...part].map((row) => group[row])),
          )
          expect(sides.reduce((sum, side) => sum + side.size, 0)).toBe(new Set(group).size)
        },
      ),
    )
  })

  it('comes as near to the share as whole groups allow', () => {
    const group = range(1000).map((row) => Math.floor(row / 10))
    const { validation } = splitRows(
      classification(
        range(1000).map(() => 0),
        { group },
      ),
      selection({ by: 'group', column: 'group' }),
    )
    expect(validation.length).toBe(200)
  })

  it('evens out folds of uneven groups, and says when there are too few', () => {
    const group = range(100).map((row) => Math.floor(Math.sqrt(row)))
    const subject = classification(
      range(100).map(() => 0),
      { group },
    )
    const sizes = range(4).map(
      (fold) =>
        splitRows(subject, selection({ by: 'group', column: 'group', protocol: kfold(4, fold) })).validation.length,
    )
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(5)
    expect(() => splitRows(subject, selection({ by: 'group', column: 'group', protocol: kfold(12, 0) }))).toThrow(
      'The column group has only 10 groups; this split needs at least 12.',
    )
  })

  it('asks for a column, names the ones there are, and leaves out rows without a group', () => {
    const group = [...range(20).map((row) => row % 5), NaN, NaN]
    const subject = classification(
      range(22).map(() => 0),
      { group },
    )
    expect(() => splitRows(subject, selection({ by: 'group' }))).toThrow(
      'A split by group needs the name of a column. Things has: group.',
    )
    expect(() => splitRows(subject, selection({ by: 'group', column: 'patient' }))).toThrow('no column patient')
    expect(all(splitRows(subject, selection({ by: 'group', column: 'group' })))).toHaveLength(20)
  })
})

describe('a split by time', () => {
  it('validates strictly after what trains, and seals what is strictly last', () => {
    fc.assert(
      fc.property(subjects, shares, fc.constantFrom(0, 0.2), seeds, ([labels, , time], share, sealed, seed) => {
        fc.pre(new Set(time).size >= 4)
        const rows = splitRows(
          classification(labels, { time }),
          selection({ by: 'time', column: 'time', protocol: holdout(share), sealed, seed }),
        )
        const moments = (part: Int32Array) => [...part].map((row) => time[row] as number)
        expect(Math.max(...moments(rows.train))).toBeLessThan(Math.min(...moments(rows.validation)))
        if (sealed > 0) expect(Math.max(...moments(rows.validation))).toBeLessThan(Math.min(...moments(rows.sealed)))
      }),
    )
  })

  it('rolls its folds forward: each trains on all that is before what it validates', () => {
    fc.assert(
      fc.property(subjects, fc.integer({ min: 2, max: 6 }), ([labels, , time], folds) => {
        fc.pre(new Set(time).size > folds)
        const subject = classification(labels, { time })
        const parts = range(folds).map((fold) =>
          splitRows(subject, selection({ by: 'time', column: 'time', protocol: kfold(folds, fold) })),
        )
        parts.forEach((part, fold) => {
          const first = Math.min(...[...part.validation].map((row) => time[row] as number))
          expect([...part.train]).toEqual(range(labels.length).filter((row) => (time[row] as number) < first))
          expect(part.validation.length).toBeGreaterThan(0)
          if (fold > 0)
            expect(
              ascending([...(parts[fold - 1] as SplitRows).train, ...(parts[fold - 1] as SplitRows).validation]),
            ).toEqual([...part.train])
        })
      }),
    )
  })

  it('says when all rows are of one moment', () => {
    const subject = classification(
      range(30).map(() => 0),
      { day: range(30).map(() => 5) },
    )
    expect(() => splitRows(subject, selection({ by: 'time', column: 'day' }))).toThrow(
      'The column day has only 1 moment',
    )
  })
})

describe('an impossible request', () => {
  const subject = classification(range(40).map((row) => row % 2))
  it.each([
    [{ sealed: 'official' as const }, 'Things has no official test part'],
    [{ sealed: 1 }, "The sealed test set's share is 1"],
    [{ sealed: NaN }, 'must be from 0 (none) to below 1'],
    [{ protocol: holdout(0) }, 'The validation share is 0; it must lie between 0 and 1'],
    [{ protocol: holdout(1.5) }, 'The validation share is 1.5'],
    [{ protocol: kfold(1, 0) }, '1 folds of 40 rows are not possible'],
    [{ protocol: kfold(41, 0) }, '41 folds of 40 rows'],
    [{ protocol: kfold(5, 5) }, 'Fold 5 of 5 does not exist; folds are numbered from 0 to 4'],
  ])('%j is refused with a sentence', (changes, sentence) => {
    expect(() => splitRows(subject, selection(changes))).toThrow(sentence)
  })

  it('is also one on no rows, or where every target is missing', () => {
    expect(() => splitRows(classification([]), selection())).toThrow('Things has no rows')
    expect(() => splitRows(classification(range(9).map(() => -1)), selection())).toThrow('0 usable rows')
  })
})

describe('rows without a target', () => {
  it('are in no part', () => {
    const rows = splitRows(regression([1, NaN, 3, 4, NaN, 6, 7, 8, 9, 10]), selection())
    expect(ascending(all(rows))).toEqual([0, 2, 3, 5, 6, 7, 8, 9])
  })
})

describe('the official test part', () => {
  it('is sealed as it is', () => {
    const rows = splitRows(
      classification(
        range(40).map((row) => row % 2),
        {},
        [3, 5, 39],
      ),
      selection({ sealed: 'official', by: 'stratified' }),
    )
    expect([...rows.sealed]).toEqual([3, 5, 39])
    expect(all(rows)).toHaveLength(40)
  })
})
