import type { ReportDocument } from '../../preload/contract/types.ts'

type Study = ReportDocument['study']

const scored = (trial: number, value: number, fresh?: readonly number[]): Study['finalists'][number] => ({
  trial,
  configuration: { learningRate: 0.01 },
  value,
  validation: { accuracy: value },
  ...(fresh
    ? { confirmed: { mean: fresh.reduce((sum, each) => sum + each / fresh.length, 0), seeds: fresh.length } }
    : {}),
})

const computer = {
  processor: 'Test 1',
  cores: 4,
  memoryBytes: 8e9,
  system: 'Linux 6 x64',
  node: '20.20.0',
  version: '1.0.0',
}

/** A confirmed study of accuracy: trial 3 beats the defaults, trial 5 ties with it. */
export function confirmedDocument(study: Partial<Study> = {}, rest: Partial<ReportDocument> = {}): ReportDocument {
  const best = scored(3, 0.95, [0.92, 0.93, 0.94])
  const baseline = scored(0, 0.9, [0.89, 0.9, 0.91])
  return {
    format: 1,
    madeAt: Date.UTC(2026, 10, 24, 12),
    version: '1.0.0',
    study: {
      id: 'study-1',
      name: 'A study',
      project: '/projects/one',
      datasetId: 'iris',
      status: 'finished',
      stage: 'done',
      because: 'The search is over.',
      trials: 40,
      objective: { metric: 'accuracy', direction: 'maximise' },
      best,
      chosen: best,
      baseline,
      createdAt: 0,
      definition: {
        id: 'study-1',
        name: 'A study',
        dataset: { id: 'iris', fingerprint: 'ab'.repeat(32) },
        task: 'classification',
        template: 'mlp',
        space: {
          parameters: [{ kind: 'float', name: 'learningRate', low: 0.0001, high: 0.1, scale: 'log', default: 0.001 }],
          relations: [],
        },
        objective: { metric: 'accuracy', direction: 'maximise' },
        sampler: { name: 'gp', options: {} },
        pruner: { name: 'median', options: {} },
        protocol: {
          kind: 'holdout',
          validationShare: 0.2,
          by: 'stratified',
          sealed: 'official',
          repeats: 1,
          splitSeed: 1,
          confirm: { top: 5, seeds: 3, defaults: true, winner: 3, splits: 'fresh', baselines: ['constant', 'linear'] },
        },
        budget: { trials: 40 },
        seed: 7,
        workers: 2,
        engines: ['compiled'],
        keepModels: 3,
        retries: 1,
        limits: {},
      },
      budget: { trials: 40 },
      counts: { queued: 0, running: 0, complete: 30, pruned: 9, failed: 1, cancelled: 0 },
      seconds: 60,
      epochs: 900,
      progress: { fraction: 1 },
      finalists: [best, scored(5, 0.94, [0.91, 0.92, 0.93]), baseline],
      verdict: {
        chosen: 3,
        leader: 3,
        againstDefault: 'beyond-noise',
        interval: { mean: 0.93, low: 0.9, high: 0.96 },
        optimism: 0.02,
        standings: [
          { trial: 3, mean: 0.93, error: 0.01, probabilityOfBest: 0.7, tied: false },
          { trial: 5, mean: 0.92, error: 0.01, probabilityOfBest: 0.28, tied: true },
          { trial: 0, mean: 0.9, error: 0.01, probabilityOfBest: 0.02, tied: false },
        ],
        baselines: [{ name: 'constant', mean: 0.33, seeds: 3, beaten: true }],
        unbeaten: [],
      },
      engines: [{ engine: 'compiled', device: 'cpu', trials: 40 }],
      health: [],
      ...study,
    },
    data: {
      title: 'Iris flowers',
      shape: '4 columns',
      rows: { train: 96, validation: 24, sealed: 30 },
      total: 150,
      classes: 3,
      licence: 'CC BY 4.0',
      credit: 'Fisher',
      source: 'UCI',
    },
    template: { title: 'Multilayer perceptron', text: 'For tables.' },
    parameters: ['learningRate'],
    rows: [],
    rowsLeftOut: 0,
    finalists: [
      {
        trial: 3,
        isDefault: false,
        selection: { values: [0.93, 0.94, 0.95] },
        verification: { values: [0.92, 0.93, 0.94], interval: { mean: 0.93, low: 0.9, high: 1.02 } },
        parameters: 500,
        simplest: false,
      },
      {
        trial: 5,
        isDefault: false,
        selection: { values: [0.91, 0.92, 0.93], interval: { mean: 0.92, low: 0.9, high: 0.94 } },
        parameters: 100,
        simplest: true,
      },
      {
        trial: 0,
        isDefault: true,
        selection: { values: [0.89, 0.9, 0.91], interval: { mean: 0.9, low: 0.88, high: 0.92 } },
        simplest: false,
      },
    ],
    baselines: [{ name: 'constant', fresh: { values: [0.33, 0.33, 0.33] } }],
    gain: { difference: 0.03, low: 0.01, high: 0.05, p: 0.002 },
    noise: { deviation: 0.01, trainings: 12 },
    settings: [{ name: 'learningRate', value: 0.01, standard: 0.001 }],
    untouched: [{ name: 'epochs', value: 100 }],
    unexplored: [],
    curves: [],
    cost: {
      seconds: 60,
      confirmationSeconds: 10,
      trainingSeconds: 100,
      searchEpochs: 900,
      freshEpochs: 300,
      freshTrainings: 12,
    },
    computers: [computer],
    here: computer,
    seeds: { study: 7, split: 1, chosen: [] },
    files: { study: '{}' },
    ...rest,
  }
}
