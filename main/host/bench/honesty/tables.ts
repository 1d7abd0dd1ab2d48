import { randomStream } from '../../../search/random/stream.ts'
import type { RepeatedTable } from '../search/tables.ts'
import { simulateStudy, type KnownConfiguration, type SimulatedStudy } from './simulation.ts'

/** True regret of what a study recommends and of what it would have recommended without confirmation; at least 0. */
export interface Regrets {
  readonly chosen: number
  readonly naive: number
}

/**
 * Studies of `trials` configurations of a table of real networks, drawn at random; the defaults are the middle choice of
 * each parameter. A training gives one of the stored repeats, its distance to their mean widened to the spread that so few
 * repeats stand for.
 */
export function tableStudies(table: RepeatedTable, studies: number, trials: number, race?: number): SimulatedStudy[] {
  const count = table.values.length / table.repeats
  const middle = table.choices.reduce((at, choices) => at * choices + ((choices - 1) >> 1), 0)
  return Array.from({ length: studies }, (_, seed) => {
    const random = randomStream(seed, 0, table.name)
    const rows = [middle, ...Array.from({ length: trials - 1 }, () => random.integer(count))]
    return simulateStudy(
      rows.map((row) => knownRow(table, row, (bound) => random.integer(bound))),
      race,
    )
  })
}

function knownRow(
  { values, repeats, direction }: RepeatedTable,
  row: number,
  draw: (bound: number) => number,
): KnownConfiguration {
  const sign = direction === 'maximize' ? 1 : -1
  const own = values.subarray(row * repeats, (row + 1) * repeats)
  const truth = own.reduce((sum, value) => sum + value, 0) / repeats
  const widening = Math.sqrt(repeats / (repeats - 1))
  return { truth: sign * truth, train: () => sign * (truth + widening * (own[draw(repeats)]! - truth)) }
}

/** Mean true regrets over studies of a table: how much worse than the best configuration that it has. */
export function regretsOf(table: RepeatedTable, studies: readonly SimulatedStudy[]): Regrets {
  const sign = table.direction === 'maximize' ? 1 : -1
  let best = -Infinity
  for (let row = 0; row < table.values.length; row += table.repeats) {
    let sum = 0
    for (let repeat = 0; repeat < table.repeats; repeat++) sum += table.values[row + repeat]!
    best = Math.max(best, (sign * sum) / table.repeats)
  }
  const mean = (of: (study: SimulatedStudy) => number): number =>
    studies.reduce((sum, study) => sum + best - of(study), 0) / studies.length
  return { chosen: mean(({ confirmed }) => confirmed.truth), naive: mean(({ naive }) => naive.truth) }
}
