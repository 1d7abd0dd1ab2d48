import type { Random } from '../random/stream.ts'
import type { Layout } from '../space/layout.ts'
import type { Configuration } from '../space/types.ts'

/** Chance that a parameter is drawn anew instead of moved. */
const ANEW = 0.25

/** Factors by which a number moves. */
const FACTORS = [0.8, 1.25]

/** On other scales: by this share of the range, up or down. */
const STEP = 0.1

/**
 * A configuration near another one, in those parameters that may change in the middle of a training: each is drawn anew
 * with a chance of a quarter, and moved otherwise: numbers on a log scale by a fifth, others by a tenth of their range.
 *
 * @see Jaderberg et al. 2017, "Population based training of neural networks", arXiv:1711.09846, section 3.1 (perturb and
 *      resample). There numbers move by factors of 0.8 and 1.2; here the two undo one another.
 */
export function explored(
  layout: Layout,
  from: Configuration,
  changeable: readonly string[],
  random: Random,
): Configuration {
  const point = layout.point(from)
  for (const [k, axis] of layout.axes.entries()) {
    if (!changeable.includes(axis.parameter.name)) continue
    const [anew, direction] = [random.uniform(), random.integer(2)]
    const u = point[k]!
    if (axis.kind === 'categorical' || anew < ANEW) point[k] = anew < ANEW ? random.uniform() : u
    else point[k] = Math.min(1, Math.max(0, u + stepOf(axis.parameter, direction)))
  }
  layout.canonicalise(point, new Uint8Array(layout.axes.length))
  return { ...layout.configuration(point) }
}

function stepOf(parameter: Layout['axes'][number]['parameter'], direction: number): number {
  if (parameter.kind === 'float' && parameter.scale === 'log')
    return Math.log(FACTORS[direction]!) / Math.log(parameter.high / parameter.low)
  return direction === 0 ? -STEP : STEP
}
