import type { Configuration, Parameter, ParameterValue, SearchSpace } from '../../search/space/types.ts'
import type { EffectDefinition, EffectSetting, EffectVersion, Values } from './definition.ts'

/** A grid of trainings: configuration k of `configurations` is trained by the trials k, k + n, k + 2n ... */
export interface EffectGrid {
  readonly configurations: readonly Configuration[]
  readonly repeats: number
}

/** The definition as a version has it: the quick one is smaller. */
export function versionOf(definition: EffectDefinition, { quick }: Pick<EffectVersion, 'quick'>): EffectDefinition {
  if (!quick) return definition
  const { seeds, tuningSeeds, fixed, settings, preprocessing, protocol } = definition.quick
  const merged = preprocessing ?? definition.preprocessing
  return {
    ...definition,
    seeds: seeds ?? definition.seeds,
    tuningSeeds: tuningSeeds ?? definition.tuningSeeds,
    fixed: { ...definition.fixed, ...fixed },
    settings: settings ? definition.settings.filter(({ label }) => settings.includes(label)) : definition.settings,
    ...(merged === undefined ? {} : { preprocessing: merged }),
    protocol: { ...definition.protocol, ...protocol },
  }
}

/** What the quick version leaves out, a sentence; undefined of the complete one. */
export function reductionOf(complete: EffectDefinition, version: Pick<EffectVersion, 'quick'>): string | undefined {
  if (!version.quick) return undefined
  const quick = versionOf(complete, version)
  const fixed = Object.entries(quick.fixed).flatMap(([name, value]) =>
    value === complete.fixed[name] ? [] : [`${name} ${value} instead of ${complete.fixed[name]}`],
  )
  const left = complete.settings.filter(({ label }) => !quick.settings.some((setting) => setting.label === label))
  const parts = [
    ...(quick.seeds === complete.seeds ? [] : [`${quick.seeds} seeds instead of ${complete.seeds}`]),
    ...fixed,
    ...(complete.quick.preprocessing || complete.quick.protocol ? ['less data'] : []),
    ...(left.length === 0 ? [] : [`without the settings ${left.map(({ label }) => label).join(', ')}`]),
  ]
  return parts.length === 0 ? undefined : `The quick version has ${parts.join('; ')}.`
}

/** What is searched for a setting, at least one: its own candidates, and in the fair version each of them with each of the fair ones. */
export function candidatesOf(
  setting: EffectSetting,
  definition: EffectDefinition,
  kind: EffectVersion['kind'],
): readonly Values[] {
  const own = setting.own ?? [{}]
  if (kind === 'naive') return own
  // What a setting searches anyway need not be searched twice.
  const fair = definition.fair.candidates.filter((values) =>
    Object.keys(values).some((name) => !own.some((candidate) => name in candidate)),
  )
  return fair.length === 0 ? own : own.flatMap((mine) => fair.map((values) => ({ ...mine, ...values })))
}

/** Whether a version has anything to search before it measures. */
export function needsTuning(definition: EffectDefinition, kind: EffectVersion['kind']): boolean {
  return definition.settings.some((setting) => candidatesOf(setting, definition, kind).length > 1)
}

/** All candidates of all settings; `owner[k]` and `candidates[k]` say what configuration k is. */
export function tuningGrid(
  definition: EffectDefinition,
  kind: EffectVersion['kind'],
): EffectGrid & { readonly owner: readonly number[]; readonly candidates: readonly Values[] } {
  const all = definition.settings.flatMap((setting, owner) =>
    candidatesOf(setting, definition, kind).map((candidate) => ({ owner, candidate })),
  )
  return {
    configurations: all.map(({ owner, candidate }) => configurationOf(definition, owner, candidate)),
    repeats: definition.tuningSeeds,
    owner: all.map(({ owner }) => owner),
    candidates: all.map(({ candidate }) => candidate),
  }
}

/** Every setting with what was chosen for it. */
export function measuringGrid(definition: EffectDefinition, chosen: readonly Values[]): EffectGrid {
  return {
    configurations: definition.settings.map((_, number) => configurationOf(definition, number, chosen[number] ?? {})),
    repeats: definition.seeds,
  }
}

function configurationOf({ fixed, settings }: EffectDefinition, number: number, candidate: Values): Configuration {
  return { ...fixed, ...settings[number]!.values, ...candidate }
}

/**
 * The smallest space that holds all configurations of a grid; its default is the first of them. Every configuration names
 * the same hyperparameters, so that the table can be read without knowing the defaults.
 * @throws RangeError where a configuration lacks a hyperparameter that others have
 */
export function spaceOf({ configurations }: EffectGrid): SearchSpace {
  const names = [...new Set(configurations.flatMap((configuration) => Object.keys(configuration)))]
  return { parameters: names.map((name) => parameterOf(name, configurations)), relations: [] }
}

function parameterOf(name: string, configurations: readonly Configuration[]): Parameter {
  const values = configurations.map((configuration) => {
    const value = configuration[name]
    if (value === undefined) throw new RangeError(`${name} is set in some settings of the effect and not in all.`)
    return value
  })
  const different: ParameterValue[] = [...new Set(values)]
  if (different.length === 1) return { kind: 'fixed', name, value: different[0]! }
  if (different.every((value) => typeof value === 'boolean'))
    return { kind: 'bool', name, default: values[0] as boolean }
  return { kind: 'categorical', name, choices: different as (string | number)[], default: values[0] as string | number }
}

/** How many trials a grid has. */
export const trialsOf = ({ configurations, repeats }: EffectGrid): number => configurations.length * repeats

/** The configuration of a trial: seeds are the outer loop, so that settings take turns and slow hours of a machine hit all alike. */
export function configurationOfTrial({ configurations }: EffectGrid, trial: number): Configuration {
  return configurations[trial % configurations.length]!
}
