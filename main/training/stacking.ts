import type { Hyperparameters } from './hyperparameters/table.ts'
import type { TemplateName } from './job.ts'

/** Trainings that share a worker at most. Beyond 8 a step of a small network gains little more for each. */
export const stackWidth = 8

/** Numbers that a training step reads, and what only its loop follows: networks that differ in these have the same graph. */
const neverStructure: ReadonlySet<string> = new Set([
  ...['learningRate', 'schedule', 'warmupEpochs', 'decayFactor', 'decayEpochs'],
  ...['epochs', 'patience', 'minDelta', 'restoreBest', 'initializer'],
  ...['momentum', 'beta1', 'beta2', 'epsilon', 'rho'],
])

/** Strengths: their numbers are read, but at 0 they leave no trace in the graph. */
const structureAtZero: ReadonlySet<string> = new Set(['l1', 'l2', 'weightDecay', 'dropout'])

/** Estimated multiplications of a row above which a stack gains nothing; the inputs, which are not known yet, counted as 64. */
const mostProducts = 20_000

/**
 * Names what must be equal for two networks to train as one graph: trainings of the same name are worth giving to one worker
 * at a time. Undefined for networks that gain nothing by it: those that are not dense, and large ones. The engine looks
 * again at what it is given and trains by itself what does not fit.
 */
export function stackName(template: TemplateName, hyperparameters: Hyperparameters): string | undefined {
  if (template !== 'mlp' || products(hyperparameters) > mostProducts) return undefined
  const structure = Object.entries(hyperparameters)
    .filter(([name]) => !neverStructure.has(name))
    .map(([name, value]) => [name, structureAtZero.has(name) ? value !== 0 : (value as unknown)])
  return JSON.stringify([template, structure])
}

function products({ layers, neurons, neuronsPerLayer }: Hyperparameters): number {
  const sizes = [64, ...Array.from({ length: layers }, (_, layer) => neuronsPerLayer[layer] ?? neurons)]
  return sizes.slice(1).reduce((sum, size, layer) => sum + size * sizes[layer]!, 0)
}

/** Whether a hyperparameter that varies between these values leaves the graph as it is. */
export const keepsStructure = (name: string, low: unknown): boolean =>
  neverStructure.has(name) || (structureAtZero.has(name) && typeof low === 'number' && low > 0)
