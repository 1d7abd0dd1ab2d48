import type { HyperparameterSpec } from './hyperparameters/spec.ts'
import type { Influence } from './hyperparameters/influence.ts'
import { influences } from './hyperparameters/influence.ts'
import { hyperparameterTable } from './hyperparameters/table.ts'
import type { Hyperparameters } from './hyperparameters/table.ts'
import type { TemplateName } from './templates/names.ts'

/** Trainings that share a worker at most. Beyond 8 a step of a small network gains little more for each. */
export const stackWidth = 8

/** Templates whose every operator has a stacked form. */
const stackable: readonly TemplateName[] = ['mlp', 'linear']

/** Estimated multiplications of a row above which a stack gains nothing; the inputs, which are not known yet, counted as 64. */
const mostProducts = 20_000

/** What is no hyperparameter by itself (neurons of each layer, placeholders) is structure. */
const influenceOf = (name: string): Influence =>
  (influences as Readonly<Record<string, Influence | undefined>>)[name] ?? 'structure'

const actsIn = (name: string, template: TemplateName): boolean =>
  (hyperparameterTable as Readonly<Record<string, HyperparameterSpec | undefined>>)[name]?.templates.includes(
    template,
  ) ?? true

/**
 * Names what must be equal for two networks to train as one graph: trainings of the same name are worth giving to one worker
 * at a time. Undefined for networks that gain nothing by it: those that are not dense, large ones, those with group
 * normalisation (written with convolutions), and those whose batches grow, which would want graphs of other sizes. The engine looks again at what it is given and trains by itself
 * what does not fit.
 */
export function stackName(template: TemplateName, hyperparameters: Hyperparameters): string | undefined {
  const { batchGrowth, normalisation } = hyperparameters
  if (!stackable.includes(template) || batchGrowth !== 1) return undefined
  if (normalisation === 'group' && actsIn('normalisation', template)) return undefined
  if (template !== 'linear' && products(hyperparameters) > mostProducts) return undefined
  const structure = Object.entries(hyperparameters).flatMap(([name, value]): (readonly [string, unknown])[] => {
    const influence = influenceOf(name)
    if (!actsIn(name, template)) return []
    if (influence === 'strength') return [[name, value !== 0]]
    return influence === 'structure' ? [[name, value as unknown]] : []
  })
  return JSON.stringify([template, structure])
}

function products({ layers, neurons, neuronsPerLayer }: Hyperparameters): number {
  const sizes = [64, ...Array.from({ length: layers }, (_, layer) => neuronsPerLayer[layer] ?? neurons)]
  return sizes.slice(1).reduce((sum, size, layer) => sum + size * sizes[layer]!, 0)
}

/** Whether a hyperparameter that varies between these values leaves the graph as it is. */
export function keepsStructure(name: string, low: unknown): boolean {
  if (name === 'batchGrowth') return false
  const influence = influenceOf(name)
  return influence === 'strength' ? typeof low === 'number' && low > 0 : influence !== 'structure'
}
