import { explored } from '../population/explore.ts'
import { membersOf, type Member } from '../population/members.ts'
import { randomStream, type Random } from '../random/stream.ts'
import type { Sampler, Suggestion } from '../sampler.ts'
import { compileSpace, relationsHold } from '../space/compiled.ts'
import { layoutOf } from '../space/layout.ts'
import type { Configuration } from '../space/types.ts'
import { evenlySpread } from './evenly-spread.ts'
import { oneDirection } from './one-direction.ts'
import { seenKeys } from './seen.ts'

export interface PopulationBasedOptions {
  /** Networks that train beside each other. */
  readonly population: number
  /** Parts that a training is divided into; after each, settings may change. */
  readonly slices: number
  /** Share of the population that gives way to as many of the best after a slice. */
  readonly truncation: number
}

/** Draws that keep relations, before a parent's own settings are kept. */
const DRAWS = 50

/**
 * Population-based training: a population trains in slices. After each, whoever is among the worst goes on from the weights
 * of one of the best, with settings near to that one's; the others go on as they are. What comes of it is a schedule of
 * those parameters that may change in the middle of a training (`problem.changeable`), found while training once; the others
 * are those that the winners began with.
 *
 * Every slice is a trial that starts from another one. Asynchronous: a member goes on as soon as there is room, compared with
 * what the others last reached. When all have trained to the end, the search is exhausted.
 *
 * @throws SearchError 'single-objective-only' if the study has several
 * @see Jaderberg et al. 2017, "Population based training of neural networks", arXiv:1711.09846, algorithm 1, with truncation
 *      selection (section 4.1)
 */
export function populationBasedSampler(options: Partial<PopulationBasedOptions> = {}): Sampler {
  const { population = 8, slices = 10, truncation = 0.25 } = options
  return {
    name: 'pbt',
    suggest({ space, directions, changeable }, history, { seed, number }) {
      const direction = oneDirection(directions, 'Population-based training')
      const compiled = compileSpace(space)
      const layout = layoutOf(compiled)
      const random = randomStream(seed, number, 'population based training')
      const members = membersOf(history, direction)
      const alive = members.filter(({ loss }) => loss !== Infinity)
      const after = ({ share }: Member): number => Math.min(1, (Math.round(share * slices) + 1) / slices)
      const begin = (): Suggestion => {
        const seen = seenKeys(compiled, history)
        const first = evenlySpread(layout, seen, { seed, number }, random, 'A new member of the population.')
        return first.kind === 'exhausted' ? first : { ...first, share: 1 / slices }
      }
      const takeOver = (winner: Member, loser: Member): Suggestion => ({
        kind: 'configuration',
        configuration: near(winner.trial.configuration),
        because:
          `Trial ${loser.trial.number} ${loser.loss === Infinity ? 'has failed' : 'is among the worst'}: ` +
          `the weights of trial ${winner.trial.number} take its place, with settings near to that one's.`,
        startFrom: { trial: winner.trial.number, as: 'continued', insteadOf: loser.trial.number },
        share: after(winner),
      })
      const near = (from: Configuration): Configuration => {
        const names = changeable ?? layout.axes.map(({ parameter }) => parameter.name)
        for (let draw = 0; draw < DRAWS; draw++) {
          const drawn = explored(layout, from, names, random)
          if (relationsHold(compiled, drawn)) return drawn
        }
        return from
      }
      if (alive.length < population) {
        const failed = members.find(({ loss }) => loss === Infinity)
        const [winner] = failed ? winnersOf(alive, truncation, random) : []
        return failed && winner ? takeOver(winner, failed) : begin()
      }
      const next = alive
        .filter(({ loss, share }) => loss !== undefined && share < 1)
        .sort((a, b) => a.share - b.share || a.trial.number - b.trial.number)[0]
      if (!next) {
        const running = alive.some(({ loss }) => loss === undefined)
        const because = running
          ? 'Every member of the population is training.'
          : `The population of ${population} has been trained to the end.`
        return { kind: 'exhausted', because, ...(running ? { forNow: true as const } : {}) }
      }
      const [winner] = isAmongWorst(next, alive, truncation) ? winnersOf(alive, truncation, random) : []
      if (winner && winner !== next) return takeOver(winner, next)
      return {
        kind: 'configuration',
        configuration: next.trial.configuration,
        because: `Trial ${next.trial.number} goes on as it is.`,
        startFrom: { trial: next.trial.number, as: 'continued' },
        share: after(next),
      }
    },
  }
}

const ranked = (members: readonly Member[]): Member[] =>
  members.filter(({ loss }) => loss !== undefined).sort((a, b) => a.loss! - b.loss! || a.trial.number - b.trial.number)

const numberOf = (truncation: number, of: number): number => Math.max(1, Math.floor(truncation * of))

/** With few to compare with there is nobody clearly worse. */
function isAmongWorst(member: Member, members: readonly Member[], truncation: number): boolean {
  const order = ranked(members)
  const count = numberOf(truncation, order.length)
  return order.length >= Math.max(3, 2 * count) && order.indexOf(member) >= order.length - count
}

/** One of the best, drawn; none that has trained to the end, which cannot be gone on from. */
function winnersOf(members: readonly Member[], truncation: number, random: Random): readonly Member[] {
  const order = ranked(members)
  const best = order.slice(0, numberOf(truncation, order.length)).filter(({ share }) => share < 1)
  return best.length === 0 ? [] : [random.pick(best)]
}
