import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { BadInput } from '../bad-input.ts'
import { preprocessingFrom } from './data-options.ts'
import type { SourceReference, StudyDraft } from '../../app/app.ts'
import { directionOf, finalMeasures, metricsOf } from '../../training/metrics/table.ts'
import { engineNames } from '../../training/engines/registry.ts'

/** What `sweetspot run` was asked for, as typed; checked against the dataset and the template by the application. */
export interface StudyOptions {
  readonly project?: string
  readonly template?: string
  readonly target?: string
  readonly runningText?: boolean
  readonly topology?: string
  readonly space?: string
  readonly set?: readonly string[]
  readonly data?: readonly string[]
  readonly objective?: readonly string[]
  readonly sampler?: string
  readonly pruner?: string
  readonly stopWhen?: readonly string[]
  readonly tellWhen?: readonly string[]
  readonly trials?: string
  readonly minutes?: string
  readonly epochs?: string
  readonly seed?: string
  readonly workers?: string
  readonly folds?: string
  readonly repeats?: string
  readonly reshuffle?: string
  readonly splitBy?: string
  readonly splitColumn?: string
  readonly fidelity?: string
  readonly finalists?: string
  readonly confirmSeeds?: string
  readonly race?: string
  readonly choose?: string
  readonly engine?: readonly string[]
  readonly openTest?: boolean
  readonly learnFrom?: readonly string[]
  readonly study?: string
}

const collect = (value: string, previous: readonly string[] | undefined): string[] => [...(previous ?? []), value]

/** Declares the options of a study on a command, for `run` and `demo` alike. */
export function withStudyOptions(command: Command): Command {
  return command
    .option('--project <folder>', 'where the project goes (default: ./<dataset>-study)')
    .option('--study <id>', 'which study of an existing project to resume')
    .option('--template <name>', 'mlp, cnn, text, nextToken or sequence (default: what suits the data)')
    .option('--target <column>', 'the column to predict, for a table')
    .option('--running-text', 'the file is one long text, to be learnt character by character')
    .option(
      '--topology <file>',
      'a network of your own: model.json of Keras or tfjs, with placeholders like {units=64}',
    )
    .option('--space <file>', 'search space as JSON instead of the template default')
    .option('--set <name=value>', 'fix a hyperparameter; may be repeated', collect)
    .option(
      '--data <name=value>',
      'how rows become inputs, such as text.vocabulary=5000 or series.lags=24; may be repeated',
      collect,
    )
    .option(
      '--objective <metric[:minimise]>',
      'what to optimise, such as accuracy, rmse, parameters, latency or seconds; may be repeated (three at most) to look for the best compromises',
      collect,
    )
    .option('--sampler <name>', 'how configurations are chosen')
    .option('--pruner <name>', 'how poor trials are stopped early; none for never')
    .option(
      '--stop-when <criterion>',
      'also stop when stagnation (or stagnation=40: trials without a better one), regret-bound or expected-improvement finds that going on is unlikely to help; may be repeated',
      collect,
    )
    .option('--tell-when <criterion>', 'as --stop-when, but only say so; may be repeated', collect)
    .option('--trials <n>', 'stop after so many trials')
    .option('--minutes <n>', 'stop after so many minutes')
    .option('--epochs <n>', 'stop after so many epochs of training in all trials together')
    .option('--seed <n>', 'seed of everything random')
    .option('--workers <n>', 'training subprocesses')
    .option('--folds <n>', 'k-fold cross-validation instead of one holdout split')
    .option('--repeats <n>', 'trainings per split with fresh seeds')
    .option('--reshuffle <when>', 'divide the rows anew: never, for each of the repeats, or for each of the trials')
    .option('--split-by <what>', 'stratified, random, group or time')
    .option('--split-column <name>', 'the column of the groups, or of the time')
    .option('--fidelity <what>', 'what promising trials are given more of: epochs, folds or rows')
    .option('--finalists <n>', 'how many of the best train again with fresh seeds after the search; 0 for none')
    .option('--confirm-seeds <n>', 'with how many fresh seeds each, and as many more for the chosen one')
    .option('--race <n>', 'finalists that cannot be told apart train on, with up to so many fresh seeds each')
    .option('--choose <rule>', 'best: the best mean; simplest: the simplest within one standard error of it')
    .option('--engine <name>', 'engines to try, in order; may be repeated', collect)
    .option(
      '--learn-from <folder>',
      'the project of an earlier study to learn from, its newest or folder#study; may be repeated',
      collect,
    )
    .option('--open-test', 'score the chosen configuration on the sealed test set at the end; cannot be undone')
}

const templates = ['linear', 'mlp', 'cnn', 'text', 'nextToken', 'sequence', 'custom'] as const

/** A draft that leaves the dataset, and perhaps the template, to `run`. */
export type DraftFromOptions = Omit<StudyDraft, 'datasetId' | 'template'> & Partial<Pick<StudyDraft, 'template'>>

/**
 * The options as a study draft; what was not said is left to the application's defaults.
 * @throws BadInput naming the option, the value and what is allowed
 */
export function draftFromOptions(options: StudyOptions): DraftFromOptions {
  const template = options.template === undefined ? undefined : oneOf('--template', options.template, templates)
  const seconds = options.minutes === undefined ? undefined : positive('--minutes', options.minutes) * 60
  const trials = options.trials === undefined ? undefined : wholeFrom(1, '--trials', options.trials)
  const epochs = options.epochs === undefined ? undefined : wholeFrom(1, '--epochs', options.epochs)
  const nothingSaid = seconds === undefined && trials === undefined && epochs === undefined
  return {
    ...(template && { template }),
    ...(options.topology !== undefined && {
      template: 'custom' as const,
      topology: readText('The topology', options.topology),
    }),
    ...(options.space !== undefined && {
      space: readJson('The search space', options.space) as NonNullable<StudyDraft['space']>,
    }),
    ...(options.data !== undefined && { preprocessing: preprocessingFrom(options.data) }),
    ...objectivesFrom(options.objective),
    ...(options.sampler !== undefined && { sampler: { name: options.sampler, options: {} } }),
    ...(options.pruner !== undefined && { pruner: { name: options.pruner, options: {} } }),
    ...((options.stopWhen ?? options.tellWhen) && {
      stopping: [
        ...(options.stopWhen ?? []).map((text) => stoppingFrom('--stop-when', text, 'stop')),
        ...(options.tellWhen ?? []).map((text) => stoppingFrom('--tell-when', text, 'tell')),
      ],
    }),
    budget: nothingSaid
      ? { trials: 100 }
      : {
          ...(trials !== undefined && { trials }),
          ...(seconds !== undefined && { seconds }),
          ...(epochs !== undefined && { epochs }),
        },
    ...(options.seed !== undefined && { seed: wholeFrom(0, '--seed', options.seed) }),
    ...(options.workers !== undefined && { workers: wholeFrom(1, '--workers', options.workers) }),
    ...protocolFrom(options),
    ...confirmationFrom(options),
    ...(options.engine !== undefined && {
      engines: options.engine.map((name) => oneOf('--engine', name, engineNames)),
    }),
    ...(options.learnFrom !== undefined && { sources: options.learnFrom.map(sourceFrom) }),
  }
}

/** `metric`, or `metric:minimise` and `metric:maximise` where the usual direction is not meant; the first comes first. */
function objectivesFrom(given: readonly string[] = []): Pick<StudyDraft, 'objective' | 'furtherObjectives'> {
  const [objective, ...further] = given.map((text) => {
    const [metric = '', said] = text.split(':')
    const direction = said === undefined ? directionOf(metric) : oneOf('--objective', said, directions)
    if (direction !== undefined) return { metric, direction }
    throw new BadInput(
      'bad-option',
      `--objective is ${text}; there is no metric or measure of that name. It may be one of ${objectiveNames.join(', ')}.`,
    )
  })
  if (further.length > 2)
    throw new BadInput('bad-option', `--objective was given ${given.length} times; a study has three at most.`)
  return { ...(objective && { objective }), ...(further.length > 0 && { furtherObjectives: further }) }
}

const directions = ['minimise', 'maximise'] as const
const objectiveNames: readonly string[] = [
  ...new Set([...metricsOf.classification, ...metricsOf.regression].map(({ name }) => name)),
  ...finalMeasures,
]

function protocolFrom({
  folds,
  repeats,
  reshuffle,
  splitBy,
  splitColumn,
  fidelity,
}: StudyOptions): Pick<StudyDraft, 'protocol'> {
  const protocol: NonNullable<StudyDraft['protocol']> = {
    ...(folds !== undefined && { kind: 'kfold' as const, folds: wholeFrom(2, '--folds', folds) }),
    ...(repeats !== undefined && { repeats: wholeFrom(1, '--repeats', repeats) }),
    ...(reshuffle !== undefined && {
      reshuffle: oneOf('--reshuffle', reshuffle, ['never', 'repeats', 'trials'] as const),
    }),
    ...(splitBy !== undefined && {
      by: oneOf('--split-by', splitBy, ['stratified', 'random', 'group', 'time'] as const),
    }),
    ...(splitColumn !== undefined && { column: splitColumn }),
    ...(fidelity !== undefined && { fidelity: oneOf('--fidelity', fidelity, ['epochs', 'folds', 'rows'] as const) }),
  }
  return Object.keys(protocol).length > 0 ? { protocol } : {}
}

function confirmationFrom({ finalists, confirmSeeds, race, choose }: StudyOptions): Pick<StudyDraft, 'confirmation'> {
  const seeds = confirmSeeds === undefined ? undefined : wholeFrom(2, '--confirm-seeds', confirmSeeds)
  const confirmation: NonNullable<StudyDraft['confirmation']> = {
    ...(finalists !== undefined && { top: wholeFrom(0, '--finalists', finalists) }),
    ...(seeds !== undefined && { seeds, winner: seeds }),
    ...(race !== undefined && { race: wholeFrom(2, '--race', race) }),
    ...(choose !== undefined && {
      rule:
        oneOf('--choose', choose, ['best', 'simplest'] as const) === 'best'
          ? ('best' as const)
          : ('one-standard-error' as const),
    }),
  }
  return Object.keys(confirmation).length > 0 ? { confirmation } : {}
}

/** `folder` or `folder#study`. */
function sourceFrom(text: string): SourceReference {
  const at = text.lastIndexOf('#')
  return at < 0 ? { project: text } : { project: text.slice(0, at), study: text.slice(at + 1) }
}

const criteria = ['stagnation', 'regret-bound', 'expected-improvement'] as const

/** `criterion`, or `stagnation=<trials>`. */
function stoppingFrom(
  option: string,
  text: string,
  action: 'stop' | 'tell',
): NonNullable<StudyDraft['stopping']>[number] {
  const [name = '', patience] = text.split('=')
  const criterion = oneOf(option, name, criteria)
  if (patience === undefined) return { criterion, action }
  if (criterion !== 'stagnation')
    throw new BadInput('bad-option', `${option} ${criterion} takes no number: it looks at the results themselves.`)
  return { criterion, action, patience: wholeFrom(1, `${option} stagnation`, patience) }
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === value)
  if (found === undefined) throw new BadInput('bad-option', `${option} is ${value}; it must be ${allowed.join(', ')}.`)
  return found
}

function positive(option: string, text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0)
    throw new BadInput('bad-option', `${option} is ${text}; it must be a number above 0.`)
  return value
}

function wholeFrom(low: number, option: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < low)
    throw new BadInput('bad-option', `${option} is ${text}; it must be a whole number from ${low} up.`)
  return value
}

function readText(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new BadInput('file-missing', `${what} ${file} cannot be read. Check the path.`)
  }
}

function readJson(what: string, file: string): unknown {
  const text = readText(what, file)
  try {
    // The application checks the shape: this only needs to be JSON.
    return JSON.parse(text)
  } catch (error) {
    throw new BadInput('not-json', `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`)
  }
}
