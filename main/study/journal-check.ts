import type { JournalLine } from './journal-line.ts'

/** Answers whether a field's value is what its line type says. */
type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isNumber: Check = (value) => typeof value === 'number' && value - value === 0
const isCount: Check = (value) => typeof value === 'number' && value >= 0 && Number.isSafeInteger(value)
const isFlag: Check = (value) => typeof value === 'boolean'
const isRun: Check = (value) =>
  typeof value === 'string' && /^(?:search|confirmation|verification|constant|linear|test)\/\d+$/.test(value)
const oneOf =
  (...names: readonly string[]): Check =>
  (value) =>
    names.includes(value as string)
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const mapOf =
  (check: Check): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    for (const name in value) if (!check((value as Record<string, unknown>)[name])) return false
    return true
  }
const isMetrics = mapOf(isNumber)
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isClassResults: Check = (value) =>
  isRecord(value) &&
  ('matrix' in value
    ? listOf(listOf(isCount))(value['matrix'])
    : ['actual', 'predicted', 'hits'].every((part) => listOf(isCount)(value[part])))
const isClasses = mapOf(isClassResults)
const isSize: Check = (value) => isRecord(value) && isCount(value['parameters']) && isCount(value['modelBytes'])
const isConfiguration = mapOf((value) => isText(value) || isNumber(value) || isFlag(value))
const isBudget: Check = (value) => isMetrics(value) && Object.keys(value as object).length > 0
const isBasis: Check = (value) =>
  isRecord(value) &&
  isCount(value['results']) &&
  optional(isCount)(value['revised']) &&
  listOf(isCount)(value['running']) &&
  (value['seconds'] === undefined || isCount(value['seconds']))

const isExplanation: Check = (value) =>
  isRecord(value) &&
  isText(value['sampler']) &&
  optional(listOf(isMetrics))(value['expected']) &&
  optional(isNumber)(value['exploration']) &&
  optional(isNumber)(value['likelihoodRatio']) &&
  optional(listOf(isCount))(value['parents']) &&
  optional(listOf(isMetrics))(value['nearest'])

const isStart: Check = (value) =>
  isRecord(value) &&
  isCount(value['trial']) &&
  oneOf('continued', 'grown')(value['as']) &&
  optional(isCount)(value['insteadOf'])

type Optional<Line> = { [Field in keyof Line]-?: undefined extends Line[Field] ? Field : never }[keyof Line]
type Fields<Line> = { readonly [Field in Exclude<keyof Line, Optional<Line> | 'type'>]: Check } & {
  readonly [Field in Optional<Line> as `${Field & string}?`]: Check
}

const run = { trial: isCount, run: isRun, at: isNumber }
const timed = { at: isNumber, time: isNumber }

/** Every field of every line type, so that a line that gains a field does not compile until it is checked. */
const table: { readonly [Type in JournalLine['type']]: Fields<Extract<JournalLine, { type: Type }>> } = {
  status: { status: oneOf('running', 'paused', 'stopped', 'finished'), because: isText, ...timed },
  stage: {
    stage: oneOf('search', 'closing', 'confirmation', 'test', 'done'),
    because: isText,
    'next?': oneOf('confirmation', 'done', 'stopped'),
    'finalists?': listOf(isCount),
    'winner?': isCount,
    'until?': isNumber,
    'chosen?': isCount,
    ...timed,
  },
  budget: { budget: isBudget, ...timed },
  trial: {
    trial: isCount,
    configuration: isConfiguration,
    origin: oneOf('default', 'sampler', 'user'),
    because: isText,
    'basis?': isBasis,
    'explanation?': isExplanation,
    'startFrom?': isStart,
    'share?': isNumber,
    ...timed,
  },
  exhausted: { because: isText, at: isNumber },
  advice: {
    criterion: oneOf('stagnation', 'regret-bound', 'expected-improvement'),
    action: oneOf('stop', 'tell'),
    because: isText,
    ...timed,
  },
  start: { ...run, attempt: isCount, seed: isCount, 'fold?': isCount, from: isCount },
  began: { ...run, engine: isText, device: isText, 'size?': isSize },
  epoch: {
    ...run,
    epoch: isCount,
    'value?': isNumber,
    train: isMetrics,
    validation: isMetrics,
    learningRate: isNumber,
    seconds: isNumber,
  },
  checkpoint: { ...run, epoch: isCount },
  result: {
    ...run,
    value: isNumber,
    validation: isMetrics,
    train: isMetrics,
    'test?': isMetrics,
    epochs: isCount,
    keptEpoch: isCount,
    stoppedEarly: isFlag,
    parameters: isCount,
    'modelBytes?': isCount,
    'latency?': isNumber,
    'classes?': isClasses,
    engine: isText,
    device: isText,
    seconds: isNumber,
  },
  complete: { trial: isCount, values: listOf(isNumber), ...timed },
  pruned: { trial: isCount, epoch: isCount, value: isNumber, because: isText, 'rung?': isCount, ...timed },
  promoted: { trial: isCount, because: isText, ...timed },
  interrupted: { ...run, because: oneOf('pause', 'stop', 'budget', 'crash') },
  failed: {
    ...run,
    reason: oneOf(
      'crash',
      'hang',
      'out-of-memory',
      'time-limit',
      'nan-loss',
      'exception',
      'engine-unavailable',
      'dataset-missing',
      'dataset-changed',
    ),
    message: isText,
    log: listOf(isText),
    again: isFlag,
    time: isNumber,
  },
  cancelled: { trial: isCount, because: isText, ...timed },
  retry: { trial: isCount, ...timed },
  'test-opened': { scored: listOf(isCount), trials: isCount, ...timed },
  computer: {
    processor: isText,
    cores: isCount,
    memoryBytes: isNumber,
    system: isText,
    node: isText,
    version: isText,
    at: isNumber,
  },
  energy: { joules: isNumber, at: isNumber },
  note: { 'trial?': isCount, text: isText, at: isNumber },
}

interface Rule {
  readonly name: string
  readonly check: Check
  readonly optional: boolean
}

const rules = new Map<string, readonly Rule[]>(
  Object.entries(table).map(([type, fields]) => [
    type,
    Object.entries(fields).map(([name, check]) => ({
      name: name.replace('?', ''),
      check: check as Check,
      optional: name.endsWith('?'),
    })),
  ]),
)

/**
 * What is wrong with a parsed line, a sentence without the position; undefined when it is a `JournalLine`. Fields that this
 * version does not know are let through. Written by hand: 500,000 lines in a fraction of a second.
 */
export function lineProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'It is not an object.'
  const line = value as Record<string, unknown>
  const fields = rules.get(line['type'] as string)
  if (!fields) return `Its type is ${JSON.stringify(line['type']) ?? 'missing'}, which this version does not know.`
  for (const { name, check, optional } of fields) {
    const field = line[name]
    if (field === undefined ? !optional : !check(field))
      return `Its field ${name} is ${JSON.stringify(field) ?? 'missing'}, which a line of type ${line['type'] as string} cannot hold.`
  }
  return undefined
}

export function isJournalLine(value: unknown): value is JournalLine {
  return lineProblem(value) === undefined
}
