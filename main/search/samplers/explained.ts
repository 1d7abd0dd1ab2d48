import type { Explanation } from '../explanation.ts'
import { nearestTrials } from '../explain/neighbours.ts'
import type { Sampler, Suggestion } from '../sampler.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf } from '../space/layout.ts'
import type { Configuration } from '../space/types.ts'

/** Digits that say enough, so that a journal stays small. */
const rounded = (value: number, digits = 5): number => Number(value.toPrecision(digits))

/**
 * A sampler whose every suggestion says who made it and which trials come nearest to it, beside what the sampler itself
 * knows of its reasons.
 */
export function explained(sampler: Sampler): Sampler {
  return {
    name: sampler.name,
    suggest(problem, history, ask) {
      const suggestion = sampler.suggest(problem, history, ask)
      if (suggestion.kind === 'exhausted') return suggestion
      const layout = layoutOf(compileSpace(problem.space))
      const nearest = nearestTrials(layout, suggestion.configuration, history)
      return { ...suggestion, explanation: compact({ sampler: sampler.name, ...suggestion.explanation, nearest }) }
    },
  }
}

/**
 * A child and whose it is, for the explanation of a suggestion: `from` is called where parents are chosen, `of` in the end.
 * What was not drawn but listed, since few were left, has no parents.
 */
export class Parentage {
  #child: Configuration | undefined
  #parents: readonly number[] = []

  from(parents: readonly number[], child: Configuration): Configuration {
    this.#child = child
    this.#parents = parents
    return child
  }

  of(suggestion: Suggestion, sampler: string): Suggestion {
    if (suggestion.kind === 'exhausted' || suggestion.configuration !== this.#child) return suggestion
    return { ...suggestion, explanation: { sampler, parents: this.#parents } }
  }
}

/** Without what is not a number, and with as many digits as can be told apart. */
function compact({ sampler, expected, exploration, likelihoodRatio, parents, nearest }: Explanation): Explanation {
  const finite = expected?.every(({ mean, deviation }) => Number.isFinite(mean) && Number.isFinite(deviation))
  return {
    sampler,
    ...(expected && finite
      ? {
          expected: expected.map(({ mean, deviation }) => ({
            mean: rounded(mean, 6),
            deviation: rounded(deviation, 3),
          })),
        }
      : {}),
    ...(Number.isFinite(exploration) ? { exploration: rounded(exploration!, 3) } : {}),
    ...(Number.isFinite(likelihoodRatio) ? { likelihoodRatio: rounded(likelihoodRatio!, 3) } : {}),
    ...(parents && parents.length > 0 ? { parents: [...new Set(parents)] } : {}),
    ...(nearest && nearest.length > 0
      ? { nearest: nearest.map(({ trial, distance }) => ({ trial, distance: rounded(distance, 3) })) }
      : {}),
  }
}
