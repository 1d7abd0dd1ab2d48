import type { ReportDocument } from '../../../preload/contract/types.ts'
import type { Configuration } from '../../search/space/types.ts'
import type { StudyDefinition } from '../../study/study.ts'
import { completeHyperparameters } from '../../training/hyperparameters/complete.ts'
import { hyperparameterEntries } from '../hyperparameter-entries.ts'

/** What varied: the configuration's values beside the defaults; of conditional parameters that were not active there is none. */
export function settingsOf(
  { space }: StudyDefinition,
  configuration: Configuration,
  standard: Configuration,
): ReportDocument['settings'] {
  return space.parameters.flatMap(({ name, kind }) => {
    const [value, beside] = [configuration[name], standard[name]]
    if (kind === 'fixed' || (value === undefined && beside === undefined)) return []
    return [{ name, ...(value === undefined ? {} : { value }), ...(beside === undefined ? {} : { standard: beside }) }]
  })
}

/** Hyperparameters that act for this configuration and are not part of the space, with what they were. */
export function untouchedOf(
  { template, task, space }: StudyDefinition,
  configuration: Configuration,
): ReportDocument['untouched'] {
  const values = completeHyperparameters(template, configuration) as unknown as Readonly<Record<string, unknown>>
  const named = new Set(space.parameters.map(({ name }) => name))
  return hyperparameterEntries(template, task).flatMap(({ name, actsWith }) => {
    const value = values[name]
    if (named.has(name) || (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean'))
      return []
    if (actsWith && !actsWith.in.includes(values[actsWith.name] as string | number | boolean)) return []
    return [{ name, value }]
  })
}
