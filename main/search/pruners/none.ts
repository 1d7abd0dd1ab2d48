import type { Pruner } from '../pruner.ts'

/** Lets every trial finish. */
export function noPruner(): Pruner {
  return { name: 'none', decide: () => ({ stop: false }), decideByDominance: () => ({ stop: false }) }
}
