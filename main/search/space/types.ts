/** What may vary in a study. Plain data: readable in study.json, sent over the contract as it is. */
export type ParameterValue = number | string | boolean

/** One point of a space: a value for every *active* parameter, fixed ones included. Inactive ones are absent. */
export type Configuration = Readonly<Record<string, ParameterValue>>

/** A parameter is active when its parent is active and holds one of these values (or lies in this closed range). */
export type Condition =
  | { readonly parameter: string; readonly in: readonly ParameterValue[] }
  | { readonly parameter: string; readonly min?: number; readonly max?: number }

interface Named {
  readonly name: string
  /** Every listed condition must hold. Absent or empty: always active. */
  readonly when?: readonly Condition[]
}

/**
 * What the user believes before the first trial: the best value is about `centre`. Samplers look there first, and look
 * elsewhere as results speak against it.
 */
export interface Belief {
  readonly centre: ParameterValue
  readonly confidence: 'low' | 'medium' | 'high'
}

interface Believed extends Named {
  readonly belief?: Belief
}

/** `low` and `high` are inclusive; with a `step`, values are low + k * step. A log scale needs low > 0 and has no step. */
export interface FloatParameter extends Believed {
  readonly kind: 'float'
  readonly low: number
  readonly high: number
  readonly scale: 'linear' | 'log'
  readonly step?: number
  readonly default: number
}

/** Whole numbers. On a log scale `step` is absent; 'powersOf2' restricts values to 2^k within [low, high]. */
export interface IntParameter extends Believed {
  readonly kind: 'int'
  readonly low: number
  readonly high: number
  readonly scale: 'linear' | 'log' | 'powersOf2'
  readonly step?: number
  readonly default: number
}

export interface CategoricalParameter extends Believed {
  readonly kind: 'categorical'
  readonly choices: readonly (string | number)[]
  readonly default: string | number
}

export interface BoolParameter extends Believed {
  readonly kind: 'bool'
  readonly default: boolean
}

export interface FixedParameter extends Named {
  readonly kind: 'fixed'
  readonly value: ParameterValue
}

export type Parameter = FloatParameter | IntParameter | CategoricalParameter | BoolParameter | FixedParameter

export interface SearchSpace {
  readonly parameters: readonly Parameter[]
  /** Expressions over parameter names that must be true, e.g. "neurons2 <= neurons1". One with an inactive name holds. */
  readonly relations: readonly string[]
}
