import { expect, it } from 'vitest'
import { effectText } from '../../main/host/commands/effects/effect-text.ts'
import type { EffectTable } from '../../main/report/effects/table.ts'

const table: EffectTable = {
  effect: 'dropout',
  title: 'Effect of the dropout rate',
  varied: 'Dropout rate',
  question: '?',
  version: { kind: 'fair', quick: true },
  datasetId: 'spoken-digits',
  seeds: 5,
  columns: [
    {
      id: 'accuracy',
      title: 'Accuracy',
      quantity: { kind: 'final', part: 'validation', metric: 'accuracy' },
      direction: 'maximise',
      unit: 'fraction',
    },
    { id: 'parameters', title: 'Parameters', quantity: { kind: 'parameters' }, direction: 'minimise', unit: '' },
  ],
  rows: [
    {
      label: '0.2',
      chosen: { values: { learningRate: 0.003 }, objective: 0.93, of: 3 },
      trainings: 5,
      diverged: 1,
      failed: 0,
      cells: [
        {
          values: [0.9, 0.92],
          interval: { n: 2, mean: 0.91, deviation: 0.01, margin: 0.0123 },
          missing: 1,
          article: 0.88,
        },
        { values: [42], interval: { n: 2, mean: 42, deviation: 0, margin: 0 }, missing: 0 },
      ],
    },
    {
      label: '0.5',
      trainings: 5,
      diverged: 5,
      failed: 0,
      cells: [
        { values: [], missing: 5, article: 0.9 },
        { values: [], missing: 5 },
      ],
    },
  ],
  objective: { metric: 'accuracy', direction: 'maximise' },
  agreement: [
    {
      best: { article: '0.5', ours: '0.2', probability: 0.001, verdict: 'does not agree' },
      order: { tau: -1, interval: [-1, -1], alike: 0, pairs: 1, probability: 0.6, verdict: 'cannot be told' },
      sweep: { best: '0.2', probability: 0.97 },
    },
    undefined,
  ],
  engines: ['compiled on cpu'],
  seconds: 61,
  fair: 'Rates differ.',
  notes: ['A note.'],
}

it('shows means with intervals, the figures of the article as such, what was chosen and what diverged', () => {
  const text = effectText(table).join('\n')
  expect(text).toContain(
    'Effect of the dropout rate (spoken-digits; fair, quick): mean and 95 % t interval over 5 seeds',
  )
  const [head, first, second] = effectText(table)
    .slice(2, 5)
    .map((line) => line.split(/ {2,}/))
  expect(head).toEqual(['Dropout rate', 'Chosen', 'When choosing', 'Accuracy', 'Article*', 'Parameters', 'Seeds'])
  expect(first).toEqual([
    '0.2',
    'learningRate 0.003',
    '93.00 %',
    '91.00 % ± 1.23 (1 without)',
    '88 %',
    '42',
    '5 (1 diverged)',
  ])
  expect(second).toEqual(['0.5', 'never', '90 %', 'never', '5 (5 diverged)'])
  expect(text).toContain('Fair: what suits each setting was searched first, with the same small budget. Rates differ.')
  expect(text).toContain("* The article's figures are illustrative")
})

it('says where the effect is not that of the article, and how sure that is', () => {
  const text = effectText(table).join('\n')
  expect(text).toContain(
    "Accuracy, best setting: does not agree. The article's best is 0.5, ours 0.2; that the article's is really best here: under 1 %.",
  )
  expect(text).toContain('Accuracy, direction: cannot be told. 0 of 1 pairs of settings stand as in the article')
  expect(text).toContain('0.2 is best, with probability 97 %')
  expect(text).not.toContain('Parameters, best setting')
})
