import { knowledgeOf } from '../observations.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf } from '../space/layout.ts'
import type { SearchSpace } from '../space/types.ts'
import type { Direction, SearchTrial } from '../trial.ts'

export interface PedAnovaOptions {
  /** The share of trials, the best ones, whose distribution is compared. */
  readonly top: number
  /** The share of trials, the best ones, that it is compared with; below 1 importance is local, near the good region. */
  readonly region: number
}

export interface LocalImportance {
  readonly parameter: string
  /** Shares of all parameters sum to 1 (or are all 0). */
  readonly share: number
}

/** Steps of the grid on which densities are compared. */
const GRID = 50

/** Fewer top trials say nothing. */
const LEAST_TOP = 5

/**
 * How differently each parameter is distributed among the best trials than among all (Pearson divergence of two kernel
 * densities): what matters for being good, at next to no cost. Blind to interactions.
 *
 * A conditional parameter is compared where it is active, times (its share among the best)^2 / (its share among all).
 *
 * @returns by falling share; empty when there are fewer than 5 top trials
 * @see Watanabe, Bansal, Hutter 2023, PED-ANOVA, arXiv 2304.10255; conditional parameters: arXiv 2601.20800
 */
export function pedAnova(
  space: SearchSpace,
  history: readonly SearchTrial[],
  direction: Direction,
  options: Partial<PedAnovaOptions> = {},
): readonly LocalImportance[] {
  const { top = 0.1, region = 1 } = options
  const layout = layoutOf(compileSpace(space))
  const sorted = knowledgeOf(history, direction)
    .observations.filter(({ kind }) => kind === 'complete')
    .sort((a, b) => a.loss - b.loss)
  const best = sorted.slice(0, Math.ceil(top * sorted.length))
  const all = sorted.slice(0, Math.ceil(region * sorted.length))
  if (best.length < LEAST_TOP || all.length <= best.length) return []
  const divergences = layout.axes.map((axis, k) => {
    const { name } = axis.parameter
    const coordinates = (trials: typeof sorted): number[] =>
      trials
        .filter(({ trial }) => trial.configuration[name] !== undefined)
        .map(({ trial }) => layout.point(trial.configuration)[k] as number)
    const [good, any] = [coordinates(best), coordinates(all)]
    if (good.length === 0 || any.length === 0) return 0
    const density = (at: readonly number[]): number[] =>
      axis.kind === 'categorical' ? frequencies(at, axis.count) : smoothed(at, Math.min(GRID, axis.count))
    const [p, q] = [density(good), density(any)]
    const divergence = q.reduce((sum, value, i) => sum + value * ((p[i] as number) / value - 1) ** 2, 0)
    return (divergence * (good.length / best.length) ** 2) / (any.length / all.length)
  })
  const total = divergences.reduce((sum, value) => sum + value, 0)
  return layout.axes
    .map(({ parameter }, k) => ({
      parameter: parameter.name,
      share: total > 0 ? (divergences[k] as number) / total : 0,
    }))
    .sort((a, b) => b.share - a.share)
}

/** Shares of choices, with a uniform prior that weighs as much as one trial. */
function frequencies(at: readonly number[], count: number): number[] {
  const shares = new Array<number>(count).fill(1 / count / (at.length + 1))
  for (const u of at) {
    const index = Math.min(count - 1, Math.floor(u * count))
    shares[index] = (shares[index] as number) + 1 / (at.length + 1)
  }
  return shares
}

/** A kernel density on a grid of cells, by Scott's rule with the interquartile range, and a uniform prior of weight 1. */
function smoothed(at: readonly number[], cells: number): number[] {
  const n = at.length
  const sorted = [...at].sort((a, b) => a - b)
  const mean = at.reduce((sum, u) => sum + u / n, 0)
  const deviation = Math.sqrt(at.reduce((sum, u) => sum + (u - mean) ** 2 / Math.max(1, n - 1), 0))
  const quartile = (share: number): number => sorted[Math.round(share * (n - 1))] as number
  const spread = Math.min(deviation, (quartile(0.75) - quartile(0.25)) / 1.34)
  const bandwidth = Math.max(1.059 * spread * n ** -0.2, 0.5 / 1.64 / cells)
  const density = new Array<number>(cells).fill(1 / cells / (n + 1))
  for (const u of at) {
    const kernel = density.map((_, cell) => Math.exp(-0.5 * (((cell + 0.5) / cells - u) / bandwidth) ** 2))
    const sum = kernel.reduce((total, value) => total + value, 0)
    for (const [cell, value] of kernel.entries())
      density[cell] = (density[cell] as number) + value / Math.max(sum, 1e-300) / (n + 1)
  }
  return density
}
