import { studyFormats } from '../../../app/study-document.ts'
import type { SearchSpace } from '../../../search/space/types.ts'
import { createProject } from '../../../store/project.ts'
import type { JournalLine } from '../../../study/journal-line.ts'
import { runsPerTrial, searchRun } from '../../../study/protocol.ts'
import { longStudyDefinition, numbers } from '../store/long-study.ts'

/** Twelve parameters of every kind that an axis can be. */
export const space: SearchSpace = {
  parameters: [
    { name: 'learningRate', kind: 'float', low: 1e-5, high: 1e-1, scale: 'log', default: 1e-3 },
    { name: 'batchSize', kind: 'int', low: 16, high: 512, scale: 'powersOf2', default: 64 },
    { name: 'layers', kind: 'int', low: 1, high: 5, scale: 'linear', default: 2 },
    { name: 'neurons', kind: 'int', low: 16, high: 512, scale: 'log', default: 64 },
    { name: 'activation', kind: 'categorical', choices: ['relu', 'tanh', 'gelu', 'elu'], default: 'relu' },
    { name: 'optimizer', kind: 'categorical', choices: ['sgd', 'adam', 'rmsprop'], default: 'adam' },
    {
      name: 'momentum',
      kind: 'float',
      low: 0,
      high: 0.99,
      scale: 'linear',
      default: 0.9,
      when: [{ parameter: 'optimizer', in: ['sgd'] }],
    },
    { name: 'dropout', kind: 'float', low: 0, high: 0.6, scale: 'linear', default: 0.1 },
    { name: 'weightDecay', kind: 'float', low: 1e-6, high: 1e-2, scale: 'log', default: 1e-4 },
    { name: 'labelSmoothing', kind: 'float', low: 0, high: 0.3, scale: 'linear', default: 0 },
    { name: 'batchNorm', kind: 'bool', default: false },
    { name: 'warmupEpochs', kind: 'int', low: 0, high: 10, scale: 'linear', default: 2 },
  ],
  relations: [],
}

function configurationOf(next: () => number): Record<string, string | number | boolean> {
  const configuration: Record<string, string | number | boolean> = {}
  for (const parameter of space.parameters) {
    if (parameter.name === 'momentum' && configuration['optimizer'] !== 'sgd') continue
    const u = next()
    if (parameter.kind === 'categorical')
      configuration[parameter.name] = parameter.choices[Math.floor(u * parameter.choices.length)] ?? ''
    else if (parameter.kind === 'bool') configuration[parameter.name] = u < 0.5
    else if (parameter.kind === 'float' || parameter.kind === 'int') {
      const { low, high, scale } = parameter
      const value = scale === 'linear' ? low + u * (high - low) : low * (high / low) ** u
      const whole = scale === 'powersOf2' ? 2 ** Math.round(Math.log2(value)) : Math.round(value)
      configuration[parameter.name] = parameter.kind === 'int' ? whole : value
    }
  }
  return configuration
}

/** A score with a shape: best near a learning rate of 1e-3 and moderate dropout, with noise. */
function scoreOf(configuration: Record<string, string | number | boolean>, next: () => number): number {
  const rate = Math.log10(Number(configuration['learningRate'])) + 3
  const dropout = Number(configuration['dropout']) - 0.25
  const slow = configuration['optimizer'] === 'sgd' ? 0.06 : 0
  return Math.max(0.1, 0.95 - 0.05 * rate * rate - 0.3 * dropout * dropout - slow - 0.04 * next())
}

/**
 * Makes a project with a study of so many trials, a tenth of them pruned, one in fifty failed; five epochs each.
 * @returns the study's id
 */
export async function generateStudy(folder: string, trials: number): Promise<string> {
  const definition = { ...longStudyDefinition, id: 'generated', name: `${trials} trials`, space }
  const project = await createProject(folder, { name: 'Generated' }, { lock: { now: Date.now } })
  const study = await project.createStudy(definition.id, definition, studyFormats)
  const { writer } = await study.openJournal(() => {}, { sync: 'never' })
  const next = numbers()
  for (let trial = 0; trial < trials; trial++) {
    const configuration = configurationOf(next)
    await writer.append(linesOf(trial, configuration, scoreOf(configuration, next), next()), { durable: false })
  }
  await writer.close()
  await project.close()
  return definition.id
}

const run = 'search/0'
const epochs = 5

function linesOf(
  trial: number,
  configuration: Record<string, string | number | boolean>,
  score: number,
  fate: number,
): JournalLine[] {
  const { protocol, seed: studySeed } = longStudyDefinition
  const { seed } = searchRun(protocol, studySeed, trial, runsPerTrial(protocol) - 1)
  const at = (step: number) => Math.round((trial * 1.5 + step * 0.2) * 100) / 100
  const time = 1_767_225_600_000 + trial * 1_500
  const head: JournalLine[] = [
    {
      type: 'trial',
      trial,
      configuration,
      origin: trial === 0 ? 'default' : 'sampler',
      because: 'Drawn at random.',
      basis: { results: Math.max(0, trial - 2), running: trial > 0 ? [trial - 1] : [] },
      at: at(0),
      time,
    },
    { type: 'start', trial, run, attempt: 1, seed, from: 0, at: at(0) },
    { type: 'began', trial, run, engine: 'compiled', device: 'cpu', at: at(0) },
  ]
  const pruned = trial > 0 && fate < 0.1
  const failed = trial > 0 && !pruned && fate < 0.12
  const trained = pruned ? 2 : failed ? 1 : epochs
  for (let epoch = 1; epoch <= trained; epoch++)
    head.push({
      type: 'epoch',
      trial,
      run,
      epoch,
      value: score * (1 - 0.3 * 0.4 ** epoch),
      train: { loss: 1 - score },
      validation: { accuracy: score },
      learningRate: 0.001,
      seconds: 0.2,
      at: at(epoch),
    })
  const ended = { trial, at: at(trained), time: time + 300 }
  if (failed)
    return [
      ...head,
      { ...ended, type: 'failed', run, reason: 'nan-loss', message: 'The loss diverged.', log: [], again: false },
    ]
  if (pruned)
    return [...head, { ...ended, type: 'pruned', epoch: trained, value: score, because: 'Worse than the median.' }]
  return [
    ...head,
    {
      type: 'result',
      trial,
      run,
      value: score,
      validation: { accuracy: score },
      train: { loss: 1 - score },
      epochs,
      keptEpoch: epochs,
      stoppedEarly: false,
      parameters: 1_000 + 100 * Number(configuration['neurons']),
      engine: 'compiled',
      device: 'cpu',
      seconds: 1,
      at: at(epochs),
    },
    { type: 'complete', trial, values: [score], at: at(epochs), time: time + 1_500 },
  ]
}
