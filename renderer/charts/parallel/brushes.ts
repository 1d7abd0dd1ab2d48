import type { Brush } from '../../state/brush.ts'
import { missingAt, type ParallelAxis } from './axis.ts'

/** The brush that an interval of positions stands for: a range of values, choices, the missing, or several of them. */
export function brushFromPositions(axis: ParallelAxis, interval: readonly [number, number]): Brush | undefined {
  const low = Math.min(...interval)
  const high = Math.max(...interval)
  const missing = axis.missing !== undefined && low <= missingAt && high >= missingAt
  if (axis.kind === 'category') {
    const choices = axis.choices.filter((choice) => {
      const at = axis.position(choice)
      return at >= low && at <= high
    })
    if (choices.length === 0 && !missing) return undefined
    return { choices, ...(missing ? { missing } : {}) }
  }
  if (high < 0) return missing ? { missing } : undefined
  const open = { bottom: low <= 0 && axis.outside > 0, top: high >= 1 && axis.outside > 0 }
  const [bottom, top] = [axis.value(Math.max(0, low)), axis.value(Math.min(1, high))]
  const upright = axis.value(0) <= axis.value(1)
  const ends = {
    ...((upright ? open.bottom : open.top) ? {} : { low: upright ? bottom : top }),
    ...((upright ? open.top : open.bottom) ? {} : { high: upright ? top : bottom }),
  }
  const everything = ends.low === undefined && ends.high === undefined
  return { ...(everything ? { low: -Number.MAX_VALUE } : ends), ...(missing ? { missing } : {}) }
}

/** Where a brush lies on its axis, for drawing it. */
export function positionsOfBrush(axis: ParallelAxis, brush: Brush): readonly (readonly [number, number])[] {
  const missing: (readonly [number, number])[] = brush.missing ? [[missingAt - 0.035, missingAt + 0.035]] : []
  if (brush.choices) {
    const half = 0.42 / Math.max(1, axis.choices.length)
    return [
      ...missing,
      ...brush.choices.map((choice): readonly [number, number] => {
        const at = axis.position(choice)
        return [at - half, at + half]
      }),
    ]
  }
  if (brush.low === undefined && brush.high === undefined) return missing
  const [first, last] = axis.value(0) <= axis.value(1) ? [0, 1] : [1, 0]
  const ends = [
    brush.low === undefined ? first : axis.position(brush.low),
    brush.high === undefined ? last : axis.position(brush.high),
  ] as const
  return [...missing, [Math.min(...ends), Math.max(...ends)]]
}

/** Where the brushes of an axis lie, for drawing and for taking hold of them. */
export function intervalsOf(axis: ParallelAxis, brushes: readonly Brush[]): readonly (readonly [number, number])[] {
  return brushes.flatMap((brush) => positionsOfBrush(axis, brush))
}

/** The brushes after a click on the axis, where a click toggles: on a choice, or on the place of what is missing. */
export function toggledAt(
  axis: ParallelAxis,
  brushes: readonly Brush[],
  position: number,
): readonly Brush[] | undefined {
  if (axis.missing !== undefined && Math.abs(position - missingAt) < 0.04) {
    const on = brushes.some((brush) => brush.missing === true)
    const rest = brushes.flatMap((brush) => (isOnlyMissing(brush) ? [] : [{ ...brush, missing: false }]))
    return on ? rest : [...brushes, { missing: true }]
  }
  if (axis.kind !== 'category' || position < 0) return undefined
  const nearest = axis.choices.toSorted(
    (a, b) => Math.abs(axis.position(a) - position) - Math.abs(axis.position(b) - position),
  )[0]
  if (nearest === undefined) return undefined
  const chosen = brushes.flatMap((brush) => brush.choices ?? [])
  const missing = brushes.some((brush) => brush.missing === true) ? [{ missing: true }] : []
  const next = chosen.includes(nearest) ? chosen.filter((choice) => choice !== nearest) : [...chosen, nearest]
  return next.length === 0 ? missing : [{ choices: next }, ...missing]
}

function isOnlyMissing(brush: Brush): boolean {
  return brush.choices === undefined && brush.low === undefined && brush.high === undefined
}

/** A brush in words: "3.8e−4 to 3.3e−3", "Adam, SGD", "not used". */
export function brushInWords(axis: ParallelAxis, brush: Brush): string {
  const parts: string[] = []
  if (brush.choices && brush.choices.length > 0)
    parts.push(brush.choices.map((choice) => axis.format(choice)).join(' or '))
  if (brush.low !== undefined && brush.high !== undefined)
    parts.push(`${axis.format(brush.low)} to ${axis.format(brush.high)}`)
  else if (brush.high !== undefined) parts.push(`up to ${axis.format(brush.high)}`)
  else if (brush.low !== undefined)
    parts.push(brush.low === -Number.MAX_VALUE ? 'any' : `from ${axis.format(brush.low)}`)
  if (brush.missing) parts.push(axis.missing ?? 'missing')
  return parts.join(' or ')
}
