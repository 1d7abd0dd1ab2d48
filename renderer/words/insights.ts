import type { Insights } from '../../preload/contract/types.ts'
import { countOf } from './numbers.ts'

/** Below this rank correlation a model's word about unseen trials is no evidence. */
export const evidence = 0.3

/** How far the rest of the page can be trusted, in a sentence. */
export function reliabilityInWords({ trials, reliability }: Insights): string {
  const basis = `From ${countOf(trials, 'result')}.`
  if (reliability === undefined || reliability < evidence)
    return `${basis} Not enough evidence yet: a model of them does not rank trials that it has not seen. Read the rest as a guess.`
  const word = reliability > 0.8 ? 'well' : reliability > 0.5 ? 'fairly' : 'roughly'
  return `${basis} A model of them ranks unseen trials ${word} (rank correlation ${reliability.toFixed(2)}).`
}

/** 0.2382 -> "24 %" */
export const shareInWords = (share: number): string =>
  share > 0 && share < 0.005 ? 'under 1\u00a0%' : `${Math.round(100 * share)}\u00a0%`
