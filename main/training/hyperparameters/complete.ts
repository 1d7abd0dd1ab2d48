import type { HyperparameterName } from './table.ts'
import type { HyperparameterSpec, NumberSpec } from './spec.ts'
import { defaultStrength } from './regularisation.ts'
import { hyperparameterTable } from './table.ts'
import type { Hyperparameters } from './table.ts'
import type { OptimizerName } from './optimizer.ts'
import type { TemplateName } from '../templates/names.ts'
import { templateDefinitions } from '../templates/definitions.ts'

type Value = number | string | boolean
type Values = Readonly<Record<string, Value>>

/** A configuration names a hyperparameter that there is not, or a value that it cannot take. */
export class BadHyperparameter extends Error {
  override readonly name = 'BadHyperparameter'
  readonly code = 'bad-hyperparameter'
  readonly hyperparameter: string
  readonly value: Value
  /** What it may be, in words. */
  readonly allowed: string
  constructor(hyperparameter: string, value: Value, allowed: string, message: string) {
    super(message)
    this.hyperparameter = hyperparameter
    this.value = value
    this.allowed = allowed
  }
}

const names = Object.keys(hyperparameterTable) as readonly HyperparameterName[]

function rangeOf({ kind, min, max, open = [] }: NumberSpec): string {
  const low = `${open.includes('min') ? 'above' : 'at least'} ${min}`
  const high = `${open.includes('max') ? 'below' : 'at most'} ${max}`
  return `${kind === 'int' ? 'a whole number' : 'a number'} ${low} and ${high}`
}

/** What a hyperparameter may be, in words: "a number above 0 and at most 100". */
export function allowedValues(spec: HyperparameterSpec): string {
  if (spec.kind === 'choice') return `one of ${spec.choices.join(', ')}`
  return spec.kind === 'bool' ? 'true or false' : rangeOf(spec)
}

function isAllowed(spec: HyperparameterSpec, value: Value): boolean {
  if (spec.kind === 'choice') return typeof value === 'string' && spec.choices.includes(value)
  if (spec.kind === 'bool') return typeof value === 'boolean'
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  if (spec.kind === 'int' && !Number.isInteger(value)) return false
  const { min, max, open = [] } = spec
  return (open.includes('min') ? value > min : value >= min) && (open.includes('max') ? value < max : value <= max)
}

/** @throws BadHyperparameter unless the name is known and the value in its range */
export function checkHyperparameter(name: string, value: Value): void {
  const spec = (hyperparameterTable as Readonly<Record<string, HyperparameterSpec | undefined>>)[name]
  if (spec === undefined || !names.includes(name as HyperparameterName))
    throw new BadHyperparameter(
      name,
      value,
      names.join(', '),
      `There is no hyperparameter "${name}". Known: ${names.join(', ')}.`,
    )
  if (isAllowed(spec, value)) return
  const allowed = allowedValues(spec)
  throw new BadHyperparameter(
    name,
    value,
    allowed,
    `${spec.title} (${name}) is ${typeof value === 'string' ? JSON.stringify(value) : value}, but must be ${allowed}.`,
  )
}

/** A hyperparameter's value where the configuration gives none: what suits the chosen optimizer, the template, or all. */
function fallback(name: HyperparameterName, template: TemplateName, configuration: Values): Value | undefined {
  const spec = hyperparameterTable[name]
  const defaults: Values = templateDefinitions[template].defaults
  const chosen = configuration['optimizer'] as OptimizerName | undefined
  if (chosen !== undefined && chosen !== defaults['optimizer'] && spec.kind !== 'choice' && spec.kind !== 'bool') {
    const suited = spec.defaultFor?.[chosen]
    if (suited !== undefined) return suited
  }
  return defaults[name] ?? spec.default
}

/** `regularisation` switches all penalties off but the one it names. */
function penalties(values: Values, configuration: Values): Pick<Hyperparameters, 'l1' | 'l2' | 'weightDecay'> {
  const chosen = values['regularisation']
  const strength = (name: 'l1' | 'l2' | 'weightDecay'): number => {
    if (chosen === undefined) return Number(values[name])
    return chosen === name ? Number(configuration[name] ?? defaultStrength[name]) : 0
  }
  return { l1: strength('l1'), l2: strength('l2'), weightDecay: strength('weightDecay') }
}

/** @throws BadHyperparameter where the template has not all choices of a hyperparameter, and not this one */
export function checkChoice(template: TemplateName, name: string, value: Value): void {
  const spec = hyperparameterTable[name as HyperparameterName]
  const choices = spec.kind === 'choice' ? spec.choicesFor?.[template] : undefined
  if (choices === undefined || choices.includes(String(value))) return
  const allowed = `one of ${choices.join(', ')}`
  throw new BadHyperparameter(
    name,
    value,
    allowed,
    `${spec.title} (${name}) is ${JSON.stringify(value)}, but must be ${allowed} for the template ${template}.`,
  )
}

/** Whether a name is no hyperparameter, and so can only be a placeholder of a topology. */
export const isPlaceholder = (name: string): boolean => !Object.hasOwn(hyperparameterTable, name)

/** What a configuration gives beside hyperparameters: values for the placeholders of a topology. */
export const unknownOf = (configuration: Values): Values =>
  Object.fromEntries(Object.entries(configuration).filter(([name]) => isPlaceholder(name)))

/**
 * A configuration completed with the template's defaults, checked and ready to train.
 *
 * Where the configuration chooses an optimizer, defaults that depend on it follow (learningRate; weightDecay 0.01 for adamw).
 * Inactive parameters are simply absent from a configuration, so they get their defaults. A hyperparameter that the template
 * does not use is checked and then without effect.
 *
 * @throws BadHyperparameter naming the hyperparameter, the value found and what is allowed
 */
export function completeHyperparameters(template: TemplateName, configuration: Values): Hyperparameters {
  const placeholders = template === 'custom' ? unknownOf(configuration) : undefined
  for (const [name, value] of Object.entries(configuration)) {
    if (placeholders !== undefined && name in placeholders) continue
    checkHyperparameter(name, value)
    checkChoice(template, name, value)
  }
  const values = Object.fromEntries(
    names.flatMap((name) => {
      const value = configuration[name] ?? fallback(name, template, configuration)
      return value === undefined ? [] : [[name, value]]
    }),
  ) as Values
  const perLayer = names.filter((name) => /^neurons\d$/.test(name))
  const scalars = Object.fromEntries(
    Object.entries(values).filter(([name]) => name !== 'regularisation' && !(perLayer as string[]).includes(name)),
  ) as unknown as Omit<Hyperparameters, 'neuronsPerLayer'>
  return {
    ...scalars,
    ...penalties(values, configuration),
    ...(placeholders === undefined ? {} : { placeholders }),
    neuronsPerLayer: perLayer.map((name) => values[name] as number | undefined),
  }
}

/**
 * How many epochs a configuration asks for, without completing or checking the rest of it: asked for every trial of a study
 * at once.
 */
export function plannedEpochs(template: TemplateName, configuration: Values): number {
  return (configuration['epochs'] ?? fallback('epochs', template, configuration)) as number
}
