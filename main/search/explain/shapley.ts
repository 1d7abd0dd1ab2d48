import { randomStream } from '../random/stream.ts'
import type { Configuration, ParameterValue } from '../space/types.ts'
import type { Surrogate } from './surrogate.ts'

export interface ShapleyValue {
  readonly parameter: string
  /** What its change contributes to the difference between the two configurations, in the unit of the objective. */
  readonly contribution: number
}

export interface ShapleyExplanation {
  readonly from: number
  readonly to: number
  /** Contributions add up to `to` - `from`; largest amount first. */
  readonly values: readonly ShapleyValue[]
  /** Whether all coalitions were asked; else contributions are means over sampled orders. */
  readonly exact: boolean
}

/** Parameters up to which all 2^n coalitions are asked. */
const exactUpTo = 10

/** Orders that are sampled beyond. */
const orders = 200

/**
 * How much each changed parameter contributes to what the surrogate expects of `to` over `from`: Shapley values of the game
 * in which a coalition's parameters hold the values of `to` and the others those of `from`. What depends on another
 * parameter counts where that makes it active.
 *
 * @param seed of the sampled orders
 * @see Shapley 1953; Wever et al. 2026, "HyperSHAP", AAAI (arXiv 2502.01276), the ablation game
 */
export function shapleyValues(
  { layout, predict }: Surrogate,
  from: Configuration,
  to: Configuration,
  seed: number,
): ShapleyExplanation {
  const names = layout.axes.map(({ parameter }) => parameter.name).filter((name) => from[name] !== to[name])
  const known = new Map<string, number>()
  const worth = (members: readonly boolean[]): number => {
    const key = members.map(Number).join('')
    const seen = known.get(key)
    if (seen !== undefined) return seen
    const mixed: Record<string, ParameterValue> = { ...to, ...from }
    for (const [index, name] of names.entries()) {
      const value = members[index] === true ? to[name] : from[name]
      if (value !== undefined) mixed[name] = value
    }
    const { mean } = predict(layout.configuration(layout.point(mixed)))
    known.set(key, mean)
    return mean
  }
  const contributions =
    names.length <= exactUpTo ? exactValues(names.length, worth) : sampled(names.length, worth, seed)
  return {
    from: worth(names.map(() => false)),
    to: worth(names.map(() => true)),
    exact: names.length <= exactUpTo,
    values: names
      .map((parameter, index): ShapleyValue => ({ parameter, contribution: contributions[index] as number }))
      .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
  }
}

type Worth = (members: readonly boolean[]) => number

function exactValues(players: number, worth: Worth): number[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
  const weight = (size: number): number =>
    (factorial(size) * factorial(players - size - 1)) / Math.max(1, factorial(players))
  const values = Array.from({ length: players }, () => 0)
  for (let coalition = 0; coalition < 2 ** players; coalition++) {
    const members = values.map((_, player) => ((coalition >> player) & 1) === 1)
    const size = members.filter(Boolean).length
    const without = worth(members)
    for (const [player, inside] of members.entries())
      if (!inside) values[player]! += weight(size) * (worth(members.with(player, true)) - without)
  }
  return values
}

function sampled(players: number, worth: Worth, seed: number): number[] {
  const random = randomStream(seed, 0, 'shapley')
  const values = Array.from({ length: players }, () => 0)
  const all = [...values.keys()]
  for (let order = 0; order < orders; order++) {
    let members: boolean[] = all.map(() => false)
    let before = worth(members)
    for (const player of random.shuffle(all)) {
      members = members.with(player, true)
      const after = worth(members)
      values[player]! += (after - before) / orders
      before = after
    }
  }
  return values
}
