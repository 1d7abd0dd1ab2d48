/**
 * A portfolio of configurations that complement one another: again and again the candidate is added that most lowers the
 * mean over tasks of the best loss in the portfolio. Ties go to the candidate that is better by itself, then to the first.
 *
 * @param losses by task, then by candidate: comparable between tasks, e.g. normalised regrets; NaN counts as infinite
 * @param size configurations wanted; fewer come back when no further one lowers the mean
 * @returns candidates in the order in which they were added: the first k are the portfolio of k
 * @see Wistuba, Schilling, Schmidt-Thieme 2015 (sequential model-free hyperparameter tuning, ICDM); Feurer et al. 2022
 *      (Auto-sklearn 2.0, JMLR), section 3.1. Greedy is within 1 - 1/e of the best set, as the gain is submodular
 */
export function greedyPortfolio(losses: readonly ArrayLike<number>[], size: number): readonly number[] {
  const candidates = losses[0]?.length ?? 0
  const best = losses.map(() => Number.POSITIVE_INFINITY)
  const own = Array.from({ length: candidates }, (_, candidate) => meanWith(losses, [], candidate))
  const chosen: number[] = []
  let reached = Number.POSITIVE_INFINITY
  while (chosen.length < size) {
    let winner = -1
    let lowest = reached
    for (let candidate = 0; candidate < candidates; candidate++) {
      const mean = meanWith(losses, best, candidate)
      const tie = winner >= 0 && mean === lowest && (own[candidate] as number) < (own[winner] as number)
      if (mean < lowest || tie) [winner, lowest] = [candidate, mean]
    }
    if (winner < 0) break
    chosen.push(winner)
    reached = lowest
    for (const [task, values] of losses.entries()) best[task] = Math.min(best[task] as number, lossAt(values, winner))
  }
  return chosen
}

/** Mean over tasks of the better of the candidate and what there is. */
function meanWith(losses: readonly ArrayLike<number>[], best: readonly number[], candidate: number): number {
  let sum = 0
  for (let task = 0; task < losses.length; task++)
    sum += Math.min(best[task] ?? Number.POSITIVE_INFINITY, lossAt(losses[task] as ArrayLike<number>, candidate))
  return sum / losses.length
}

function lossAt(values: ArrayLike<number>, candidate: number): number {
  const value = values[candidate] as number
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value
}
