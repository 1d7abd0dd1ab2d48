import { furtherPlace, scoreAxis } from '../../state/brush.ts'

interface Keyed {
  readonly key: string
}

/** Things in the order of keys that a person made; those it does not name stay where they stood, by their neighbour before. */
export function ordered<Thing extends Keyed>(things: readonly Thing[], order: readonly string[]): readonly Thing[] {
  const named = order.flatMap((key) => things.find((thing) => thing.key === key) ?? [])
  const result = [...named]
  for (const [at, thing] of things.entries()) {
    if (named.includes(thing)) continue
    const before = things[at - 1]
    result.splice(before ? result.indexOf(before) + 1 : 0, 0, thing)
  }
  return result
}

/** Keys after one of them has moved to a place. */
export function moved(keys: readonly string[], key: string, to: number): readonly string[] {
  const rest = keys.filter((one) => one !== key)
  const at = Math.min(rest.length, Math.max(0, to))
  return [...rest.slice(0, at), key, ...rest.slice(at)]
}

/** The order of all keys after those that are shown have been put into an order of their own: hidden ones keep their places. */
export function merged(all: readonly string[], shown: readonly string[]): readonly string[] {
  let next = 0
  return all.map((key) => (shown.includes(key) ? (shown[next++] ?? key) : key))
}

/**
 * Keys of the axes to show: those chosen, those brushed, the objectives unless hidden, and the score always; of the others the first that fit.
 * @param chosen  by key, shown or hidden by choice
 * @param offered  keys that are shown only by choice
 */
export function shownKeys(
  keys: readonly string[],
  room: number,
  chosen: Readonly<Record<string, boolean>>,
  brushed: readonly string[],
  offered: ReadonlySet<string>,
): readonly string[] {
  const isObjective = (key: string) => key === scoreAxis || (furtherPlace(key) !== undefined && chosen[key] !== false)
  let left = room - keys.filter((key) => isObjective(key) || chosen[key] === true).length
  return keys.filter((key) => {
    if (isObjective(key) || brushed.includes(key)) return true
    const choice = chosen[key]
    if (choice !== undefined) return choice
    if (offered.has(key)) return false
    left -= 1
    return left >= 0
  })
}
