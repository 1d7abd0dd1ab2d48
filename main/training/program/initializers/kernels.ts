import type { InitializerName } from '../../hyperparameters/architecture.ts'
import { RandomStream } from '../randomness/stream.ts'
import { identity } from './identity.ts'
import { orthogonal } from './orthogonal.ts'
import { varianceScaled } from './variance-scaling.ts'
import type { VarianceScaling } from './variance-scaling.ts'

type Initializer = (shape: readonly number[], random: RandomStream, deviation: number) => Float32Array

const spread = 0.05

const each =
  (draw: (shape: readonly number[], random: RandomStream, deviation: number) => () => number): Initializer =>
  (shape, random, deviation) => {
    const next = draw(shape, random, deviation)
    return Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, next)
  }

const scaled = (
  scale: number,
  mode: VarianceScaling['mode'],
  distribution: VarianceScaling['distribution'],
): Initializer => each((shape, random) => varianceScaled(shape, random, { scale, mode, distribution }))

/**
 * tfjs's initialisers with their default settings, drawn in JavaScript from a counter, so that every engine starts from the
 * same values. `constant` is 0.05.
 */
const initializers: Readonly<Record<InitializerName, Initializer>> = {
  zeros: each(() => () => 0),
  ones: each(() => () => 1),
  constant: each(() => () => spread),
  randomNormal: each((_shape, random, deviation) => () => deviation * random.normal()),
  randomUniform: each((_shape, random) => () => random.uniform(-spread, spread)),
  truncatedNormal: each((_shape, random, deviation) => () => deviation * random.truncatedNormal()),
  varianceScaling: scaled(1, 'fanIn', 'truncatedNormal'),
  glorotNormal: scaled(1, 'fanAvg', 'truncatedNormal'),
  glorotUniform: scaled(1, 'fanAvg', 'uniform'),
  heNormal: scaled(2, 'fanIn', 'truncatedNormal'),
  heUniform: scaled(2, 'fanIn', 'uniform'),
  leCunNormal: scaled(1, 'fanIn', 'truncatedNormal'),
  leCunUniform: scaled(1, 'fanIn', 'uniform'),
  orthogonal,
  identity,
}

/**
 * Initial values of a kernel, [.., inputs, outputs].
 * @param key of the stream to draw from
 * @param deviation of the normal initialisers that do not look at the kernel's size
 */
export function initialKernel(
  name: InitializerName,
  shape: readonly number[],
  key: number,
  deviation: number = spread,
): Float32Array {
  return initializers[name](shape, new RandomStream(key), deviation)
}
