import type { Decision, Promotion, Pruner, Resource } from '../pruner.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import type { Bracket } from './hyperband-brackets.ts'
import { atRung, diverged } from './promotion.ts'
import { hasJustReached } from './reports.ts'
import { isOnTheWay, standingAt } from './standing.ts'

/** A bracket as it is played: which trials it starts with, and after how many epochs they wait. */
interface Played {
  /** Number of its first trial, and how many there are. */
  readonly from: number
  readonly trials: number
  /** Ascending; all below a full training. Of `trials / reduction^k` who reach rung k the best 1 in `reduction` go on. */
  readonly rungs: readonly number[]
}

/**
 * Successive halvings that wait: trials start in brackets, by their numbers, again and again the same ones in turn. Who
 * reaches a rung of its bracket waits until all who are to come have come or failed; then the best 1 in `reduction` go on
 * from where they stopped. Meanwhile workers start the next bracket. Once no further trial is suggested, a bracket that
 * was not filled is played with those there are.
 *
 * Trial 0, the baseline, is in no bracket. Ranks as in `promotion.ts`.
 *
 * @param brackets what a bracket is, in their order; one that compares after a full training promotes nobody
 * @see Jamieson and Talwalkar 2016, arXiv 1502.07943, algorithm 1; Li et al. 2018 (JMLR 18-185), algorithm 1
 */
export function waitingBrackets(
  brackets: readonly Bracket[],
  resource: Resource,
  reduction: number,
): Pick<Pruner, 'decide' | 'decideByDominance' | 'promote' | 'rungs'> {
  const ladders = brackets.map(({ epochs }) => ladderOf(epochs, resource.full, reduction))
  const round = brackets.reduce((sum, { trials }) => sum + trials, 0)

  const playedBy = (number: number): Played => {
    let from = 1 + Math.floor((number - 1) / round) * round
    for (const [index, { trials }] of brackets.entries()) {
      if (number < from + trials) return { from, trials, rungs: ladders[index] as readonly number[] }
      from += trials
    }
    throw new RangeError(`Trial ${number} is in no bracket.`)
  }

  /** Who may go on from each rung of a bracket, best first; ends before the first rung that somebody is yet to reach. */
  const promotable = (
    { from, trials, rungs }: Played,
    history: readonly SearchTrial[],
    directions: readonly Direction[],
    last: boolean,
  ): SearchTrial[][] => {
    let members: readonly SearchTrial[] = history.filter(({ number }) => number >= from && number < from + trials)
    const started = members.length
    if (started < trials && !last) return []
    const lists: SearchTrial[][] = []
    for (const [k, rung] of rungs.entries()) {
      if (members.some((trial) => isOnTheWay(trial, rung))) break
      const places = Math.max(1, Math.floor(started / reduction ** (k + 1)))
      const list = standingAt(members, rung, directions).order.slice(0, places)
      lists.push(list)
      members = list
    }
    return lists
  }

  const decide = (trial: SearchTrial, history: readonly SearchTrial[], directions: readonly Direction[]): Decision => {
    if (trial.number === 0) return { stop: false }
    const played = playedBy(trial.number)
    for (const [k, rung] of played.rungs.entries()) {
      if (!hasJustReached(trial, rung)) continue
      if (standingAt([trial], rung, directions).order.length === 0) return diverged(resource, rung)
      const all = [...history.filter(({ number }) => number !== trial.number), trial]
      const sorted = all.sort((a, b) => a.number - b.number)
      const list = promotable(played, sorted, directions, false)[k]
      if (!list?.some(({ number }) => number === trial.number))
        return {
          stop: true,
          rung,
          because: list
            ? `${atRung(resource, rung)} it was not among the best ${list.length} of its bracket.`
            : `${atRung(resource, rung)} it waits for the other trials of its bracket.`,
        }
    }
    return { stop: false }
  }

  const promote = (
    history: readonly SearchTrial[],
    directions: readonly Direction[],
    last: boolean,
  ): Promotion | undefined => {
    const waiting = history.filter(({ rung }) => rung !== undefined)
    const firsts = new Map(waiting.map(({ number }) => [playedBy(number).from, playedBy(number)]))
    for (const played of firsts.values()) {
      const lists = promotable(played, history, directions, last)
      for (let k = lists.length - 1; k >= 0; k--) {
        const list = lists[k] as SearchTrial[]
        const rung = played.rungs[k]
        const next = list.find((trial) => trial.rung === rung)
        if (next)
          return {
            trial: next.number,
            because: `${atRung(resource, rung as number)} all trials of its bracket have come; the best ${list.length} go on.`,
          }
      }
    }
    return undefined
  }

  return {
    decide: (trial, history, direction) => decide(trial, history, [direction]),
    decideByDominance: decide,
    promote,
    rungs: (number) => (number === 0 ? [] : playedBy(number).rungs),
  }
}

/** epochs, epochs * reduction, ... (rounded), below a full training. */
function ladderOf(epochs: number, full: number, reduction: number): readonly number[] {
  const rungs: number[] = []
  for (let k = 0; Math.round(epochs * reduction ** k) < full; k++) {
    const rung = Math.max(1, Math.round(epochs * reduction ** k))
    if (rung !== rungs.at(-1)) rungs.push(rung)
  }
  return rungs
}
