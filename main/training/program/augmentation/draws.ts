import type { Hyperparameters } from '../../hyperparameters/table.ts'
import { keyOf } from '../randomness/hash.ts'
import { RandomStream } from '../randomness/stream.ts'

/** Gamma-distributed with scale 1, by Marsaglia and Tsang (2000); shapes below 1 by their boost. @param shape > 0 */
function gamma(stream: RandomStream, shape: number): number {
  if (shape < 1) return gamma(stream, shape + 1) * stream.uniform() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = stream.normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(stream.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** From Beta(alpha, alpha), in [0, 1]. */
export function symmetricBeta(stream: RandomStream, alpha: number): number {
  const [a, b] = [gamma(stream, alpha), gamma(stream, alpha)]
  return a + b === 0 ? (stream.uniform() < 0.5 ? 0 : 1) : a / (a + b)
}

/** How a step's batch is mixed with its partners. Shares of the sides for the box, which is empty without CutMix. */
export interface Mixing {
  /** Share of an example that stays, outside the box. */
  readonly mixKept: number
  readonly boxTop: number
  readonly boxBottom: number
  readonly boxLeft: number
  readonly boxRight: number
}

const unmixed: Mixing = { mixKept: 1, boxTop: 0, boxBottom: 0, boxLeft: 0, boxRight: 0 }

/**
 * What a step draws for mixup (Zhang et al., 2018) and CutMix (Yun et al., 2019): one share and one box per batch, as the
 * authors' own programs do. Where both are on, each step does one of them, with even chances.
 */
export function drawMixing({ mixup, cutmix }: Hyperparameters, seed: number, step: number): Mixing {
  const stream = new RandomStream(keyOf(seed, 0xa9, step))
  const boxes = cutmix > 0 && (mixup === 0 || stream.uniform() < 0.5)
  if (!boxes) return mixup > 0 ? { ...unmixed, mixKept: symmetricBeta(stream, mixup) } : unmixed
  const side = Math.sqrt(1 - symmetricBeta(stream, cutmix))
  const [y, x] = [stream.uniform(), stream.uniform()]
  const within = (edge: number): number => Math.min(1, Math.max(0, edge))
  return {
    mixKept: 1,
    boxTop: within(y - side / 2),
    boxBottom: within(y + side / 2),
    boxLeft: within(x - side / 2),
    boxRight: within(x + side / 2),
  }
}
