import { namesOf } from '../../../hyperparameters/influence.ts'
import type { Hyperparameters } from '../../../hyperparameters/table.ts'
import type { TrainingJob } from '../../../job.ts'
import { createProgram } from '../../../program/program.ts'
import type { TrainingProgram } from '../../../program/program.ts'
import type { Graph } from '../graph/types.ts'
import { expectSameTrace } from '../trace/compare.ts'
import { TraceFault } from '../trace/fault.ts'

/** Hyperparameters that change numbers of a step, or what it starts from, but never its graph. */
const numbersOnly = [
  ...namesOf('number'),
  ...namesOf('strength'),
  ...namesOf('start').filter((name) => name !== 'initializer'),
] satisfies readonly (keyof Hyperparameters)[]

/** The same graph's job with another seed and other numbers; zeros stay, since a penalty of zero leaves no trace. */
export function twinOf(job: TrainingJob): TrainingJob {
  const changed = Object.fromEntries(numbersOnly.map((name) => [name, job.hyperparameters[name] * 0.8125]))
  return { ...job, seed: job.seed + 1, hyperparameters: { ...job.hyperparameters, ...changed } }
}

/**
 * Records a part of a program twice, with different seeds and numbers, and compares: what differs would be frozen into
 * the graph.
 * @throws TraceFault naming the equation that captured a value
 */
export function recordTwice(program: TrainingProgram, part: (program: TrainingProgram) => Graph): Graph {
  const twin = createProgram(twinOf(program.job))
  if (twin.structureKey !== program.structureKey)
    throw new TraceFault('The structure key of a program depends on numbers that are inputs of its graph.')
  const graph = part(program)
  expectSameTrace(graph, part(twin))
  return graph
}
