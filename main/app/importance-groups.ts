import type { HyperparameterGroup } from '../../preload/contract/types.ts'
import type { StudyDefinition } from '../study/study.ts'
import { hyperparameterGroups } from './hyperparameter-entries.ts'

export type ImportanceGroup = 'architecture' | 'optimisation' | 'regularisation'

const groupOf: Readonly<Record<HyperparameterGroup, ImportanceGroup>> = {
  network: 'architecture',
  convolution: 'architecture',
  recurrent: 'architecture',
  tokens: 'architecture',
  rate: 'optimisation',
  optimizer: 'optimisation',
  course: 'optimisation',
  loss: 'optimisation',
  regularisation: 'regularisation',
  augmentation: 'regularisation',
  averaging: 'regularisation',
}

/** What each parameter of a study belongs to; a placeholder of the user's own topology shapes the network. */
export function importanceGroups({ space, template }: StudyDefinition): Readonly<Record<string, ImportanceGroup>> {
  const known = new Map(
    Object.entries(hyperparameterGroups).flatMap(([group, table]) =>
      Object.keys(table).map((name) => [name, groupOf[group as HyperparameterGroup]] as const),
    ),
  )
  return Object.fromEntries(
    space.parameters.flatMap(({ name }) => {
      const group = known.get(name) ?? (template === 'custom' ? 'architecture' : undefined)
      return group ? [[name, group] as const] : []
    }),
  )
}
