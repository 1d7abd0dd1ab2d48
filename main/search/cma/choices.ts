/** Probabilities of the choices of one categorical axis. */
export type Choices = Float64Array

export function equalChoices(count: number): Choices {
  return new Float64Array(count).fill(1 / count)
}

/**
 * Moves probabilities towards what good points chose, by natural gradient with recombination weights, and keeps every
 * choice above a margin so that none dies out.
 *
 * @param chosen by rank, best first
 * @param weights by rank; only the positive ones count, which sum to 1
 * @param rate of learning, from 0 to 1
 * @see Hamano et al. 2024, CatCMA, arXiv 2405.09962. There: a trust region adapts the rate. Here: a fixed one.
 */
export function updateChoices(
  choices: Choices,
  chosen: readonly number[],
  weights: Float64Array,
  rate: number,
  margin: number,
): Choices {
  const next = choices.map((probability) => (1 - rate) * probability)
  for (const [rank, choice] of chosen.entries()) {
    const weight = weights[rank] as number
    if (weight > 0) next[choice] = (next[choice] as number) + rate * weight
  }
  const least = Math.min(margin, 1 / choices.length)
  const raised = next.map((probability) => Math.max(least, probability))
  // What the margin added is taken from what lies above it.
  const excess = raised.reduce((sum, probability) => sum + probability, 0) - 1
  const above = raised.reduce((sum, probability) => sum + probability - least, 0)
  return above > 0 ? raised.map((probability) => probability - (excess * (probability - least)) / above) : raised
}

export function drawChoice(choices: Choices, u: number): number {
  let sum = 0
  for (const [index, probability] of choices.entries()) if (u < (sum += probability)) return index
  return choices.length - 1
}
