import { studyFormats } from '../../../app/study-document.ts'
import type { StudyDocument } from '../../../app/study-document.ts'
import { createProject } from '../../../store/project.ts'
import type { StudyFolder } from '../../../store/study-folder.ts'
import type { JournalLine } from '../../../study/journal-line.ts'
import { runsPerTrial, searchRun } from '../../../study/protocol.ts'

/** A study of a real size's lines, but of no network: what a journal costs does not depend on what the numbers mean. */
export const longStudyDefinition: StudyDocument = {
  id: 'long-study',
  name: 'Long study',
  dataset: { id: 'digits-8x8', fingerprint: '0'.repeat(64) },
  task: 'classification',
  template: 'mlp',
  space: {
    parameters: [
      { name: 'learningRate', kind: 'float', low: 1e-5, high: 1, scale: 'log', default: 0.001 },
      { name: 'layers', kind: 'int', low: 1, high: 4, scale: 'linear', default: 2 },
      { name: 'activation', kind: 'categorical', choices: ['relu', 'tanh'], default: 'relu' },
    ],
    relations: [],
  },
  objective: { metric: 'accuracy', direction: 'maximise' },
  sampler: { name: 'random', options: {} },
  pruner: { name: 'none', options: {} },
  protocol: {
    kind: 'holdout',
    validationShare: 0.2,
    by: 'stratified',
    sealed: 'official',
    repeats: 1,
    splitSeed: 0,
    confirm: { top: 0, seeds: 0 },
  },
  budget: { trials: 10_000_000 },
  seed: 1,
  workers: 2,
  engines: ['compiled'],
  keepModels: 0,
  retries: 0,
  limits: {},
  createdAt: '2026-01-01T00:00:00.000Z',
}

/** Makes a project with an empty study in it. */
export async function makeLongStudy(
  folder: string,
): Promise<{ study: StudyFolder<StudyDocument, JournalLine>; close: () => Promise<void> }> {
  const project = await createProject(folder, { name: 'Long study' }, { lock: { now: Date.now } })
  const study = await project.createStudy(longStudyDefinition.id, longStudyDefinition, studyFormats)
  return { study, close: () => project.close() }
}

/** Numbers with as many digits as measured ones have, 0 to 1; the same ones each time. */
export function numbers(): () => number {
  let state = 12345
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state / 0x7fffffff
  }
}

const next = numbers()
const sixDigits = (): number => Number(next().toPrecision(6))

/** All lines of one trial, from suggestion to completion, as a study writes them. */
export function linesOfTrial(trial: number, epochs: number): JournalLine[] {
  const at = (epoch: number): number => Math.round((trial * 1.7 + epoch * 0.03) * 1000) / 1000
  const time = 1_767_225_600_000 + trial * 1700
  const run = 'search/0'
  const { seed } = searchRun(
    longStudyDefinition.protocol,
    longStudyDefinition.seed,
    trial,
    runsPerTrial(longStudyDefinition.protocol) - 1,
  )
  const scores = () => ({
    loss: sixDigits(),
    accuracy: sixDigits(),
    balancedAccuracy: sixDigits(),
    f1: sixDigits(),
    logLoss: sixDigits(),
  })
  const lines: JournalLine[] = [
    {
      type: 'trial',
      trial,
      configuration: { learningRate: next(), layers: 1 + (trial % 4), activation: trial % 2 ? 'relu' : 'tanh' },
      origin: trial === 0 ? 'default' : 'sampler',
      because: 'Drawn at random.',
      basis: { results: Math.max(0, trial - 2), running: trial > 0 ? [trial - 1] : [] },
      at: at(0),
      time,
    },
    { type: 'start', trial, run, attempt: 1, seed, from: 0, at: at(0) },
    { type: 'began', trial, run, engine: 'compiled', device: 'cpu', at: at(0) },
  ]
  for (let epoch = 1; epoch <= epochs; epoch++)
    lines.push({
      type: 'epoch',
      trial,
      run,
      epoch,
      value: next(),
      train: { loss: sixDigits() },
      validation: scores(),
      learningRate: 0.001,
      seconds: sixDigits(),
      at: at(epoch),
    })
  const value = next()
  lines.push(
    {
      type: 'result',
      trial,
      run,
      value,
      validation: scores(),
      train: { loss: sixDigits() },
      epochs,
      keptEpoch: epochs,
      stoppedEarly: false,
      parameters: 110_000,
      engine: 'compiled',
      device: 'cpu',
      seconds: sixDigits(),
      at: at(epochs),
    },
    { type: 'complete', trial, values: [value], at: at(epochs), time: time + 1700 },
  )
  return lines
}
