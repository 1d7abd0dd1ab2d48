import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { registerCounterMask } from '../../main/training/program/randomness/counter-mask.ts'
import { registerCounterUniform } from '../../main/training/program/randomness/counter-uniform.ts'
import { AlphaDropout, SpatialDropout } from '../../main/training/program/randomness/dropout-variants.ts'
import { normal } from '../../main/training/program/randomness/noise.ts'

beforeAll(() => {
  void tf.setBackend('cpu')
  registerCounterMask('cpu')
  registerCounterUniform('cpu')
})

const scalars = () => ({
  dropout: tf.scalar(0.3),
  spatialDropout: tf.scalar(0.25),
  randomKey: tf.scalar(12345, 'int32'),
})

const moments = (x: tf.Tensor): { mean: number; deviation: number } => {
  const { mean, variance } = tf.moments(x)
  return { mean: mean.dataSync()[0]!, deviation: Math.sqrt(variance.dataSync()[0]!) }
}

describe('noise from counters', () => {
  test('is standard normal, and another in another stream', () => {
    const { randomKey } = scalars()
    const x = normal(randomKey, 'a', [40_000])
    const { mean, deviation } = moments(x)
    expect(Math.abs(mean)).toBeLessThan(0.02)
    expect(deviation).toBeCloseTo(1, 1)
    expect(tf.mean(tf.less(tf.abs(x), 1)).dataSync()[0]).toBeCloseTo(0.6827, 2)
    const product = tf.mean(tf.mul(x, normal(randomKey, 'b', [40_000]))).dataSync()[0]!
    expect(Math.abs(product)).toBeLessThan(0.02)
  })
})

describe('alpha dropout', () => {
  const layer = () => new AlphaDropout({ name: 'alpha', layer: 0 })

  test('keeps mean 0 and variance 1 of what goes in', () => {
    const s = scalars()
    const x = normal(s.randomKey, 'input', [200, 200])
    const { mean, deviation } = moments(layer().call(x, { training: true, scalars: s }))
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(deviation - 1)).toBeLessThan(0.03)
  })

  test('gives one value to all that it drops, 0.3 of them, and passes all on outside training', () => {
    const x = tf.ones([100, 100])
    const y = layer().call(x, { training: true, scalars: scalars() }).dataSync()
    const low = Math.min(...y)
    expect(y.filter((value) => Math.abs(value - low) < 1e-5).length / y.length).toBeCloseTo(0.3, 1)
    expect(layer().call(x, { training: false })).toBe(x)
  })
})

test('spatial dropout drops a channel of an example at all places or at none', () => {
  const [batch, places, channels] = [16, 20, 32]
  const x = tf.ones([batch, 4, 5, channels])
  const layer = new SpatialDropout({ name: 'spatial', layer: 0 })
  const y = layer.call(x, { training: true, scalars: scalars() }).dataSync()
  let dropped = 0
  for (let example = 0; example < batch; example++)
    for (let channel = 0; channel < channels; channel++) {
      const map = Array.from({ length: places }, (_, place) => y[(example * places + place) * channels + channel]!)
      expect(new Set(map).size).toBe(1)
      expect([0, Math.fround(1 / 0.75)]).toContain(map[0])
      if (map[0] === 0) dropped++
    }
  expect(dropped / (batch * channels)).toBeCloseTo(0.25, 1)
})
