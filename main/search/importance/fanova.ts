import { knowledgeOf } from '../observations.ts'
import { randomStream } from '../random/stream.ts'
import { compileSpace } from '../space/compiled.ts'
import { layoutOf } from '../space/layout.ts'
import type { SearchSpace } from '../space/types.ts'
import type { Direction, SearchTrial } from '../trial.ts'
import { rankCorrelation } from './rank-correlation.ts'
import { growTree, predictTree, type Rows } from './tree.ts'
import { mainVariance, moments, pairVariance } from './variance.ts'

export interface Effect {
  /** One parameter, or two that interact. */
  readonly parameters: readonly string[]
  /** Share of the variance of the loss over the space, 0 to 1: mean over trees, and their standard deviation. */
  readonly share: number
  readonly spread: number
}

export interface Importance {
  /** By falling share. */
  readonly mains: readonly Effect[]
  /** Interactions among the most important parameters, by falling share; main effects are not included. */
  readonly pairs: readonly Effect[]
  /** Main effects summed by group, by falling share; empty where no groups were given. */
  readonly groups: readonly GroupEffect[]
  readonly trials: number
  /**
   * How well trees rank trials that they have not seen (Spearman's correlation, out of bag): below 0.3 there is not enough
   * evidence for what the shares say. NaN when it cannot be computed.
   */
  readonly reliability: number
}

/** What the parameters of a group account for by themselves; the spread is that of the sum, over trees. */
export interface GroupEffect {
  readonly group: string
  readonly parameters: readonly string[]
  readonly share: number
  readonly spread: number
}

export interface FanovaOptions {
  readonly trees: number
  /** Losses worse than the median count as the median, so that shares speak of what is good rather than of what diverges. */
  readonly capAtMedian: boolean
  readonly seed: number
  /** Parameter to group. */
  readonly groups: Readonly<Record<string, string>>
}

/** Parameters whose interactions are looked at; fewer of long histories, where each pair costs trials^2. */
const pairedOf = (trials: number): number => (trials <= 300 ? 8 : 5)

/**
 * Functional analysis of variance: how much of the variation of the loss over the whole space is due to each parameter by
 * itself, and to pairs. Exact for each tree of a random forest, by the volumes of its leaves.
 *
 * Complete trials count. Inactive parameters stand at the middle of their range, choices in their order. O(trees trials
 * log trials) for main effects, up to O(trees trials^2) for each pair.
 *
 * @returns empty effects for fewer than 4 trials or when all losses are equal
 * @see Hutter, Hoos, Leyton-Brown 2014, "An efficient approach for assessing hyperparameter importance" (ICML)
 */
export function fanova(
  space: SearchSpace,
  history: readonly SearchTrial[],
  direction: Direction,
  options: Partial<FanovaOptions> = {},
): Importance {
  const { trees = 64, capAtMedian = true, seed = 0, groups = {} } = options
  const layout = layoutOf(compileSpace(space))
  const size = layout.axes.length
  const complete = knowledgeOf(history, direction).observations.filter(({ kind }) => kind === 'complete')
  const n = complete.length
  const sorted = complete.map(({ loss }) => loss).sort((a, b) => a - b)
  const cap = capAtMedian ? (sorted[Math.ceil(n / 2)] ?? Infinity) : Infinity
  const rows: Rows = {
    size,
    x: Float64Array.from(complete.flatMap(({ trial }) => [...layout.point(trial.configuration)])),
    y: Float64Array.from(complete, ({ loss }) => Math.min(cap, loss)),
  }
  if (n < 4 || size === 0 || rows.y.every((value) => value === rows.y[0]))
    return { mains: [], pairs: [], groups: [], trials: n, reliability: Number.NaN }

  const forest = Array.from({ length: trees }, (_, tree) => {
    const random = randomStream(seed, tree, 'fanova')
    const drawn = Array.from({ length: n }, () => random.integer(n))
    const leaves = growTree(rows, drawn, Math.max(1, Math.ceil((2 * size) / 3)), random)
    return { leaves, drawn: new Set(drawn), ...moments(leaves) }
  }).filter(({ variance }) => variance > 0)

  const shares = layout.axes.map((_, axis) =>
    forest.map(({ leaves, mean, variance }) => mainVariance(leaves, mean, axis) / variance),
  )
  const name = (axis: number): string => layout.axes[axis]?.parameter.name as string
  const mains = shares.map((byTree, axis) => effectOf([name(axis)], byTree))
  const top = [...mains.keys()]
    .sort((a, b) => (mains[b] as Effect).share - (mains[a] as Effect).share)
    .slice(0, pairedOf(n))
  const pairs = top.flatMap((first, i) =>
    top.slice(i + 1).map((second) => {
      const byTree = forest.map(({ leaves, mean, variance }, tree) => {
        const alone = ((shares[first]?.[tree] as number) + (shares[second]?.[tree] as number)) * variance
        return Math.max(0, pairVariance(leaves, mean, first, second) - alone) / variance
      })
      return effectOf([name(first), name(second)], byTree)
    }),
  )
  const falling = (effects: readonly Effect[]): Effect[] => [...effects].sort((a, b) => b.share - a.share)
  const unseen = rows.y.map((_, row) => {
    const voters = forest.filter(({ drawn }) => !drawn.has(row))
    return voters.reduce((sum, { leaves }) => sum + predictTree(leaves, rows.x, row) / voters.length, 0)
  })
  return {
    mains: falling(mains),
    pairs: falling(pairs),
    groups: summedByGroup(
      layout.axes.map((_, axis) => name(axis)),
      shares,
      groups,
    ),
    trials: n,
    reliability: rankCorrelation(rows.y, unseen),
  }
}

function summedByGroup(
  names: readonly string[],
  shares: readonly (readonly number[])[],
  groups: Readonly<Record<string, string>>,
): GroupEffect[] {
  const members = new Map<string, number[]>()
  for (const [axis, name] of names.entries()) {
    const group = groups[name]
    if (group !== undefined) members.set(group, [...(members.get(group) ?? []), axis])
  }
  return [...members]
    .map(([group, axes]): GroupEffect => {
      const byTree = (shares[axes[0] as number] as readonly number[]).map((_, tree) =>
        axes.reduce((sum, axis) => sum + (shares[axis]?.[tree] as number), 0),
      )
      const { share, spread } = effectOf([], byTree)
      return { group, parameters: axes.map((axis) => names[axis] as string), share, spread }
    })
    .sort((a, b) => b.share - a.share)
}

function effectOf(parameters: readonly string[], byTree: readonly number[]): Effect {
  const share = byTree.reduce((sum, value) => sum + value / byTree.length, 0)
  const spread = Math.sqrt(byTree.reduce((sum, value) => sum + (value - share) ** 2 / byTree.length, 0))
  return { parameters, share, spread }
}
