import { describe, expect, test } from 'vitest'
import { reportDocument } from '../../preload/contract/report.ts'
import type { ReportDocument } from '../../preload/contract/types.ts'
import { dotPlotRecord, placeOf } from '../../renderer/charts/dot-plot/data.ts'
import { finalistDots } from '../../renderer/report/finalist-dots.ts'
import { energyInWords } from '../../renderer/report/words/cost.ts'
import { headlineOf, leadOf } from '../../renderer/report/words/headline.ts'
import { limitsInWords } from '../../renderer/report/words/limits.ts'
import { methodsOf } from '../../renderer/report/words/methods.ts'
import { notTriedInWords } from '../../renderer/report/words/not-tried.ts'
import { testSetInWords } from '../../renderer/report/words/test-set.ts'
import { reasonsOf } from '../../renderer/report/words/trust.ts'
import { confirmedDocument } from './report-document.ts'

const { verdict: confirmed } = confirmedDocument().study
const withVerdict = (
  change: Partial<NonNullable<ReportDocument['study']['verdict']>>,
  rest: Partial<ReportDocument> = {},
) => confirmedDocument({ verdict: { ...confirmed!, ...change } }, rest)

/** exactOptionalPropertyTypes: a member that is to be absent is taken out. */
function without<T extends object, K extends keyof T>(record: T, name: K): Omit<T, K> {
  const { [name]: _gone, ...rest } = record
  void _gone
  return rest
}

const unconfirmed = (): ReportDocument => {
  const document = confirmedDocument()
  return { ...document, study: without(document.study, 'verdict') as ReportDocument['study'] }
}

test('the document of these tests is one that a report may hold', () => {
  expect(reportDocument.safeParse(confirmedDocument()).error).toBeUndefined()
})

describe('the headline', () => {
  test('says yes, by how much, and who shares first place', () => {
    expect(headlineOf(confirmedDocument()).replaceAll('\u00a0', ' ')).toBe(
      'Yes, by 3.00 points. Tuning raises accuracy from 90.00 % with the defaults to 93.00 %, and two configurations share first place.',
    )
  })
  test('says probably where the second set of seeds cannot tell the gain from chance', () => {
    const document = confirmedDocument({}, { gain: { difference: 0.03, low: -0.01, high: 0.07, p: 0.1 } })
    expect(headlineOf(document)).toMatch(/^Probably, by 3\.00 points: .*cannot tell this from chance\.$/)
  })
  test('says that tuning did not help where it did not beat the defaults beyond noise', () => {
    const document = withVerdict({ againstDefault: 'not-beyond-noise', chosen: 0, unbeaten: ['defaults'] })
    expect(headlineOf(document)).toMatch(
      /^Tuning did not help: 3\.00 points, no more than chance .*Use the defaults\.$/,
    )
  })
  test('says which simple predictor does as well', () => {
    expect(headlineOf(withVerdict({ unbeaten: ['linear'] }))).toMatch(/does not beat a linear model beyond noise\.$/)
  })
  test('says that nothing was confirmed, and that the best looks better than it is', () => {
    expect(headlineOf(unconfirmed())).toMatch(/^Not confirmed: trial 3 looks 5\.00 points better/)
    expect(leadOf(unconfirmed()).join(' ')).toContain('The best of 39 looks better than it is')
  })
  test('says that there is nothing to recommend where no trial completed', () => {
    const counts = { queued: 0, running: 0, complete: 0, pruned: 0, failed: 3, cancelled: 0 }
    expect(headlineOf(confirmedDocument({ counts }))).toMatch(/^No trial completed/)
  })
  test('of a study that still runs, the report is a draft', () => {
    expect(leadOf(confirmedDocument({ status: 'running' })).join(' ')).toMatch(
      /^Draft: the study is running, with 40 trials/,
    )
    expect(limitsInWords(confirmedDocument({ status: 'running' }))[0]).toContain('draft')
  })
})

describe('the test set', () => {
  const opened = (tunedSince: boolean) =>
    confirmedDocument({ test: { openedAt: Date.UTC(2026, 10, 23), afterTrials: 40, tunedSince } })
  test('is marked as used for good once tuning went on after it was opened', () => {
    expect(testSetInWords(opened(true)).mark).toBe('test set used')
    expect(reasonsOf(opened(true)).some(({ good, text }) => !good && text.startsWith('Test set used'))).toBe(true)
  })
  test('is no reason to doubt when it was opened after tuning', () => {
    expect(testSetInWords(opened(false)).mark).toBe('test set opened after 40 trials')
    expect(reasonsOf(opened(false)).some(({ good, text }) => good && text.includes('opened once'))).toBe(true)
  })
})

test('reasons to doubt name a gain that may be none, and a single split', () => {
  const doubts = (document: ReportDocument) =>
    reasonsOf(document)
      .flatMap(({ good, text }) => (good ? [] : [text]))
      .join(' ')
  expect(doubts(confirmedDocument({}, { gain: { difference: 0.03, low: -0.01, high: 0.07, p: 0.1 } }))).toContain(
    'includes none at all',
  )
  const { definition } = confirmedDocument().study
  const fixed = { ...definition, protocol: { ...definition.protocol, confirm: { top: 5, seeds: 3 } } }
  expect(doubts(confirmedDocument({ definition: fixed }))).toContain('One split only')
})

test('the methods paragraph numbers its references in the order in which it cites them, each once', () => {
  const { paragraph, references } = methodsOf(confirmedDocument())
  const cited = [...paragraph.matchAll(/\[([\d, ]+)\]/g)].flatMap(([, list]) => (list ?? '').split(', ').map(Number))
  expect([...new Set(cited)]).toEqual(references.map((_, at) => at + 1))
  expect(new Set(references).size).toBe(references.length)
  expect(paragraph).toContain('learning rate (1e−4 to 1e−1, log)')
  expect(paragraph).toContain('energy was not measured')
})

test('choices that were hardly tried are told together, parameter by parameter', () => {
  const unexplored: ReportDocument['unexplored'] = [
    { kind: 'choice', parameter: 'optimizer', value: 'adam', trials: 3 },
    { kind: 'choice', parameter: 'optimizer', value: 'sgd', trials: 0 },
    { kind: 'range', parameter: 'learningRate', low: 0.01, high: 0.1 },
  ]
  expect(notTriedInWords(confirmedDocument({}, { unexplored })).gaps).toEqual([
    'optimizer: too few trials with a score to rank Adam (3) and SGD (0).',
    'learning rate: no trial with a score between 1.00e−2 and 1.00e−1.',
  ])
})

test('energy that no computer told is not measured, rather than none', () => {
  const { cost } = confirmedDocument()
  expect(energyInWords(cost).value).toBe('not measured')
  expect(energyInWords({ ...cost, joules: 7_200 }).value).toBe('2 Wh')
  expect(energyInWords({ ...cost, joules: 1.8e6 }).value).toBe('0.5 kWh')
})

describe('the dot plot', () => {
  test('has the defaults first, finalists by what was not used to choose them, intervals of shares within 0 to 1', () => {
    const dots = finalistDots(confirmedDocument())
    expect(dots.map(({ name, tone }) => [name, tone])).toEqual([
      ['Defaults', 'reference'],
      ['Trial 3', 'chosen'],
      ['Trial 5', 'tied'],
      ['Commonest class', 'reference'],
    ])
    expect(dots[1]?.interval).toEqual([0.9, 1])
  })
  test('does not let a far baseline squeeze what is compared: it is drawn at the edge', () => {
    const record = dotPlotRecord(finalistDots(confirmedDocument()), 100)
    expect(record.low).toBeGreaterThan(0.75)
    expect(placeOf(record, 0.33)).toEqual({ at: 0, beyond: true })
    expect(placeOf(record, 0.93).beyond).toBe(false)
  })
})
