import type { Insights } from '../../../preload/contract/types.ts'

export interface InteractionCell {
  readonly share: number
  readonly spread: number
  /** On the diagonal: what the parameter does by itself. */
  readonly alone: boolean
}

export interface InteractionMap {
  /** The parameters whose pairs were looked at, the most important first. */
  readonly parameters: readonly string[]
  /** By row, then column; undefined above the diagonal, where it would be said twice. */
  readonly cells: readonly (readonly (InteractionCell | undefined)[])[]
  /** The largest share of the map, for its colours. */
  readonly most: number
}

/** Main effects and pairs as a triangle; undefined where no pair was looked at. */
export function interactionMap({ mains, pairs }: NonNullable<Insights['importance']>): InteractionMap | undefined {
  const paired = new Set(pairs.flatMap((pair) => pair.parameters))
  const parameters = mains.flatMap(({ parameters: [name = ''] }) => (paired.has(name) ? [name] : []))
  if (parameters.length < 2) return undefined
  const between = new Map(pairs.map((pair) => [[...pair.parameters].sort().join(' '), pair]))
  const alone = new Map(mains.map((main) => [main.parameters[0] ?? '', main]))
  const cells = parameters.map((row, y) =>
    parameters.map((column, x): InteractionCell | undefined => {
      if (x > y) return undefined
      const effect = x === y ? alone.get(row) : between.get([row, column].sort().join(' '))
      return effect && { share: effect.share, spread: effect.spread, alone: x === y }
    }),
  )
  const shares = cells.flatMap((list) => list.map((cell) => cell?.share ?? 0))
  return { parameters, cells, most: Math.max(1e-6, ...shares) }
}
