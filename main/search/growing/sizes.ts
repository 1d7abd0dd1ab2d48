import { compileSpace } from '../space/compiled.ts'
import { translate } from '../transfer/translate.ts'
import type { Configuration, FloatParameter, IntParameter, SearchSpace } from '../space/types.ts'

/** Parameters of a space that say how large a network is. */
export interface SizeNames {
  readonly depth: readonly string[]
  readonly width: readonly string[]
}

type Numeric = FloatParameter | IntParameter

const isNumeric = (parameter: SearchSpace['parameters'][number]): parameter is Numeric =>
  parameter.kind === 'int' || parameter.kind === 'float'

/** Those that the space has as numbers that vary. */
export function sizesIn(space: SearchSpace, { depth, width }: SizeNames): SizeNames {
  const vary = new Set(space.parameters.flatMap((each) => (isNumeric(each) && each.high > each.low ? [each.name] : [])))
  return { depth: depth.filter((name) => vary.has(name)), width: width.filter((name) => vary.has(name)) }
}

/** Equal for configurations of one size. */
export function sizeKey(configuration: Configuration, { depth, width }: SizeNames): string {
  return [...depth, ...width].map((name) => `${name}=${configuration[name] ?? '-'}`).join(' ')
}

/** The configuration with every size at its least. */
export function smallest(space: SearchSpace, from: Configuration, names: SizeNames): Configuration | undefined {
  return resized(space, from, [...names.depth, ...names.width], ({ low }) => low)
}

/** One step deeper: each depth one more, or a step. Undefined where there is no room. */
export function deeper(space: SearchSpace, from: Configuration, { depth }: SizeNames): Configuration | undefined {
  return resized(space, from, depth, (parameter, value) => value + (parameter.step ?? 1))
}

/** Twice as wide. Undefined where there is no room. */
export function twiceAsWide(space: SearchSpace, from: Configuration, { width }: SizeNames): Configuration | undefined {
  return resized(space, from, width, (_, value) => 2 * value)
}

/** Undefined where nothing changes, or no configuration of the space is near. */
function resized(
  space: SearchSpace,
  from: Configuration,
  names: readonly string[],
  value: (parameter: Numeric, now: number) => number,
): Configuration | undefined {
  const changed: Record<string, Configuration[string]> = { ...from }
  for (const parameter of space.parameters)
    if (isNumeric(parameter) && names.includes(parameter.name) && from[parameter.name] !== undefined)
      changed[parameter.name] = within(parameter, value(parameter, Number(from[parameter.name])))
  // Layers that there were none of yet are as large as the largest before them.
  const largest = Math.max(...names.flatMap((name) => (typeof from[name] === 'number' ? [from[name]] : [])), 0)
  for (const parameter of space.parameters)
    if (isNumeric(parameter) && from[parameter.name] === undefined && parameter.when)
      changed[parameter.name] = within(parameter, largest)
  const near = translate(compileSpace(space), changed)?.configuration
  if (!near || names.every((name) => near[name] === from[name])) return undefined
  return near
}

function within({ low, high, kind }: Numeric, value: number): number {
  const whole = kind === 'int' ? Math.round(value) : value
  return Math.min(high, Math.max(low, whole))
}
