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

/** Records a part of a program. */
export type Recorder = (program: TrainingProgram, part: (program: TrainingProgram) => Graph) => Graph

/**
 * Records a part of a program twice, with different seeds and numbers, and compares: what differs would be frozen into
 * the graph.
 * @throws TraceFault naming the equation that captured a value
 */
export const recordTwice: Recorder = (program, part) => {
  const twin = createProgram(twinOf(program.job))
  if (twin.structureKey !== program.structureKey)
    throw new TraceFault('The structure key of a program depends on numbers that are inputs of its graph.')
  const graph = part(program)
  expectSameTrace(graph, part(twin))
  return graph
}

/** What programs of one kind have in common: all of their structure but sizes and counts. */
const kindOf = ({ structureKey }: TrainingProgram): string => structureKey.replace(/\d+(?:\.\d+)?/g, '#')

/**
 * Has what it meets for the first time recorded twice, and what differs from it in sizes alone once: a program captures a
 * value by what it does, and programs of one kind do the same.
 */
export class KnownKinds {
  readonly #known = new Set<string>()

  /**
   * Makes a graph of a program with the recorder that its kind calls for.
   * @param purpose of the graph: what was recorded for one says nothing of another
   */
  record<T>(purpose: string, program: TrainingProgram, make: (recorder: Recorder) => T): T {
    const kind = `${purpose} ${kindOf(program)}`
    if (this.#known.has(kind)) return make((each, part) => part(each))
    const made = make(recordTwice)
    this.#known.add(kind)
    return made
  }
}
