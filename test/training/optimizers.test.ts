import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { startBackend } from '../../main/training/engines/tfjs/backends.ts'
import type { OptimizerName } from '../../main/training/hyperparameters/optimizer.ts'
import { optimizers } from '../../main/training/program/optimizers/table.ts'
import { decayed, penalisedGradient, penaltiesOf } from '../../main/training/program/penalties.ts'
import { RandomStream } from '../../main/training/program/randomness/stream.ts'
import { updateParameters } from '../../main/training/program/update.ts'
import { plain } from './small-jobs.ts'

type Reference = (w: number, g: number, t: number, memory: Record<string, number>) => number

const h = { ...plain, momentum: 0.8, beta1: 0.85, beta2: 0.99, epsilon: 1e-3, rho: 0.7 }
const { momentum: mu, beta1, beta2, epsilon, rho } = h
/** Each step has its own rate. */
const rate = (t: number): number => 0.1 / t

/** The published updates of one number, in double precision; t counts from 1. */
const published: Readonly<Record<OptimizerName, Reference>> = {
  sgd: (w, g, t) => w - rate(t) * g,
  // Sutskever et al. 2013 with the rate outside the velocity, as PyTorch has it.
  momentum(w, g, t, memory) {
    memory['v'] = mu * (memory['v'] ?? 0) + g
    return w - rate(t) * memory['v']
  },
  nesterov(w, g, t, memory) {
    memory['v'] = mu * (memory['v'] ?? 0) + g
    return w - rate(t) * (g + mu * memory['v'])
  },
  // Kingma and Ba 2015, algorithm 1.
  adam(w, g, t, memory) {
    memory['m'] = beta1 * (memory['m'] ?? 0) + (1 - beta1) * g
    memory['v'] = beta2 * (memory['v'] ?? 0) + (1 - beta2) * g * g
    const mean = memory['m'] / (1 - beta1 ** t)
    const variance = memory['v'] / (1 - beta2 ** t)
    return w - (rate(t) * mean) / (Math.sqrt(variance) + epsilon)
  },
  adamw: (w, g, t, memory) => published.adam(w, g, t, memory),
  rmsprop(w, g, t, memory) {
    memory['a'] = rho * (memory['a'] ?? 0) + (1 - rho) * g * g
    return w - (rate(t) * g) / Math.sqrt(memory['a'] + epsilon)
  },
  adagrad(w, g, t, memory) {
    memory['a'] = (memory['a'] ?? 0.1) + g * g
    return w - (rate(t) * g) / Math.sqrt(memory['a'] + epsilon)
  },
  // Zeiler 2012, algorithm 1.
  adadelta(w, g, t, memory) {
    memory['a'] = rho * (memory['a'] ?? 0) + (1 - rho) * g * g
    const step = (g * Math.sqrt((memory['d'] ?? 0) + epsilon)) / Math.sqrt(memory['a'] + epsilon)
    memory['d'] = rho * (memory['d'] ?? 0) + (1 - rho) * step * step
    return w - rate(t) * step
  },
  // Kingma and Ba 2015, algorithm 2, with PyTorch's epsilon.
  adamax(w, g, t, memory) {
    memory['m'] = beta1 * (memory['m'] ?? 0) + (1 - beta1) * g
    memory['u'] = Math.max(beta2 * (memory['u'] ?? 0), Math.abs(g) + epsilon)
    return w - ((rate(t) / (1 - beta1 ** t)) * memory['m']) / memory['u']
  },
  // Dozat 2016 with a constant momentum.
  nadam(w, g, t, memory) {
    memory['m'] = beta1 * (memory['m'] ?? 0) + (1 - beta1) * g
    memory['v'] = beta2 * (memory['v'] ?? 0) + (1 - beta2) * g * g
    const mean = (beta1 * memory['m']) / (1 - beta1 ** (t + 1)) + ((1 - beta1) * g) / (1 - beta1 ** t)
    return w - (rate(t) * mean) / (Math.sqrt(memory['v'] / (1 - beta2 ** t)) + epsilon)
  },
  // Reddi et al. 2018, algorithm 2, corrected for bias as in PyTorch.
  amsgrad(w, g, t, memory) {
    memory['m'] = beta1 * (memory['m'] ?? 0) + (1 - beta1) * g
    memory['v'] = beta2 * (memory['v'] ?? 0) + (1 - beta2) * g * g
    memory['x'] = Math.max(memory['x'] ?? 0, memory['v'])
    return w - (rate(t) * memory['m']) / (1 - beta1 ** t) / (Math.sqrt(memory['x'] / (1 - beta2 ** t)) + epsilon)
  },
  // Chen et al. 2023, program 1.
  lion(w, g, t, memory) {
    const before = memory['m'] ?? 0
    memory['m'] = beta2 * before + (1 - beta2) * g
    return w - rate(t) * Math.sign(beta1 * before + (1 - beta1) * g)
  },
}

/**
 * Where optax 0.2.8 ends, in double precision, from (0.5, -1, 2) after twelve steps of rate 0.1 / t along the gradient
 * sin(3 w + t - 1) * (1, 0.01, 5), with the settings above; adamw with a weight decay of 0.05.
 * AMSGrad is missing: optax keeps the largest variance after the correction for bias, PyTorch (and this) before.
 */
const optax: Readonly<Record<Exclude<OptimizerName, 'amsgrad'>, readonly number[]>> = {
  sgd: [0.38983987440032325, -0.9993778918948324, 1.600360633064307],
  momentum: [0.2685961903974423, -0.9984279610018384, 0.4636022675465632],
  nesterov: [0.13360095350532564, -0.9981230165056384, -0.6566911010358831],
  adam: [0.3210302102816955, -0.8685295500317297, 2.0252549633606862],
  adamw: [0.3144207521140861, -0.855002086804114, 1.9923514703257108],
  rmsprop: [0.2760271470685335, -0.9814777049592849, 2.0704103260541564],
  adagrad: [0.39333586805037773, -0.9980497579901615, 2.0339004846796476],
  adadelta: [0.4950915617885711, -0.9993836062580146, 2.000018393197113],
  adamax: [0.33279487149157533, -0.8868681738233885, 2.0443735763912296],
  nadam: [0.2801639092742547, -0.8410566364757919, 2.0488213395431223],
  lion: [0.36786075036075044, -0.8678607503607505, 2.0264321789321795],
}

const size = 12
const steps = 25

function gradients(): number[][] {
  const random = new RandomStream(5)
  return Array.from({ length: steps }, () =>
    Array.from({ length: size }, (_, i) => random.normal() * 10 ** ((i % 5) - 3)),
  )
}

await startBackend('tfjs-cpu')

describe('optimizers', () => {
  test.each(Object.keys(published) as OptimizerName[])('%s makes the published update', (name) => {
    const rule = optimizers[name]
    const start = Array.from({ length: size }, (_, i) => i / 5 - 1)
    let w: tf.Tensor = tf.tensor(start)
    let slots = Object.fromEntries(rule.slots.map((slot) => [slot.name, tf.fill([size], slot.initial) as tf.Tensor]))
    const expected = start.slice()
    const memories = start.map(() => ({}))
    gradients().forEach((g, step) => {
      const s = Object.fromEntries([
        ...rule.constants.map((constant) => [constant, tf.scalar(Number(h[constant]))]),
        ...Object.entries(rule.perStepScalars(step, rate(step + 1), h)).map(([key, value]) => [key, tf.scalar(value)]),
      ]) as Record<string, tf.Scalar>
      const update = rule.update({ w, g: tf.tensor(g), slots, s })
      w = update.w
      slots = { ...update.slots }
      g.forEach((value, i) => (expected[i] = published[name](expected[i]!, value, step + 1, memories[i]!)))
    })
    const actual = w.dataSync()
    expected.forEach((value, i) =>
      expect(Math.abs(actual[i]! - value)).toBeLessThan(2e-6 * Math.max(1, Math.abs(value))),
    )
  })

  test.each(Object.entries(optax) as [OptimizerName, number[]][])('%s agrees with optax', (name, expected) => {
    const settings = { ...h, weightDecay: name === 'adamw' ? 0.05 : 0 }
    const rule = optimizers[name]
    let w: tf.Tensor = tf.tensor1d([0.5, -1, 2])
    let slots = Object.fromEntries(rule.slots.map((slot) => [slot.name, tf.fill([3], slot.initial) as tf.Tensor]))
    for (let step = 0; step < 12; step++) {
      const g = tf.mul(tf.sin(tf.add(tf.mul(w, 3), step)), tf.tensor1d([1, 0.01, 5]))
      const s = Object.fromEntries([
        ['decayPerStep', tf.scalar(rate(step + 1) * settings.weightDecay)],
        ...rule.constants.map((constant) => [constant, tf.scalar(Number(settings[constant]))]),
        ...Object.entries(rule.perStepScalars(step, rate(step + 1), settings)).map(([key, value]) => [
          key,
          tf.scalar(value),
        ]),
      ]) as Record<string, tf.Scalar>
      const update = updateParameters(
        { optimizer: rule, penalties: penaltiesOf(settings) },
        { w, g, slots, s, penalised: true },
      )
      w = update.w
      slots = { ...update.slots }
    }
    const actual = w.dataSync()
    expected.forEach((value, i) => expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-5))
  })

  test.each(Object.keys(published) as OptimizerName[])('%s reads exactly the scalars that it names', (name) => {
    const rule = optimizers[name]
    expect(Object.keys(rule.perStepScalars(3, 0.1, h)).sort()).toEqual([...rule.perStep].sort())
    const read = new Set<string>()
    const spied = new Proxy({} as Record<string, tf.Scalar>, {
      get: (_target, key) => (read.add(String(key)), tf.scalar(0.5)),
    })
    const slots = Object.fromEntries(rule.slots.map((slot) => [slot.name, tf.ones([2])]))
    rule.update({ w: tf.ones([2]), g: tf.ones([2]), slots, s: spied })
    expect([...read].sort()).toEqual([...rule.constants, ...rule.perStep].sort())
  })

  test('adam moves by the learning rate at its first step, whatever the size of the gradient', () => {
    const precise = { ...plain, epsilon: 1e-12 }
    const scalars = optimizers.adam.perStepScalars(0, 0.01, precise)
    const s = Object.fromEntries(
      Object.entries({ ...scalars, beta1: 0.9, beta2: 0.999 }).map(([key, value]) => [key, tf.scalar(value)]),
    )
    const zeros = tf.zeros([3])
    const { w } = optimizers.adam.update({
      w: zeros,
      g: tf.tensor1d([1e-4, -3, 1e4]),
      slots: { scaledMean: zeros, scaledVariance: zeros },
      s,
    })
    const moved = w.dataSync()
    ;[-0.01, 0.01, -0.01].forEach((value, i) => expect(moved[i]).toBeCloseTo(value, 7))
  })
})

describe('penalties', () => {
  const w = tf.tensor1d([0.5, -2, 0, 3])
  const g = tf.tensor1d([1, 1, 1, 1])
  const s = { l1: tf.scalar(0.1), l2: tf.scalar(0.01), decayPerStep: tf.scalar(0.05) }
  const numbers = (x: tf.Tensor): number[] => [...x.dataSync()].map((value) => Math.round(value * 1e5) / 1e5)

  test('add l1 sign(w) + 2 l2 w to the gradient; an exact zero stays one', () => {
    const has = { l1: true, l2: true, weightDecay: false }
    expect(numbers(penalisedGradient(w, g, s, has, true))).toEqual([1.11, 0.86, 1, 1.16])
    expect(numbers(penalisedGradient(w, g, s, { ...has, l1: false }, true))).toEqual([1.01, 0.96, 1, 1.06])
    expect(numbers(penalisedGradient(w, g, s, { ...has, l2: false }, true))).toEqual([1.1, 0.9, 1, 1.1])
  })

  test('decay takes its share of the weight, apart from the gradient', () => {
    const has = { l1: false, l2: false, weightDecay: true }
    expect(numbers(decayed(w, s, has, true))).toEqual([0.475, -1.9, 0, 2.85])
    expect(penalisedGradient(w, g, s, has, true)).toBe(g)
  })

  test('act where a mask says so, and leave no trace where they are off', () => {
    const has = { l1: true, l2: true, weightDecay: true }
    const mask = tf.tensor1d([1, 0, 1, 0])
    expect(numbers(penalisedGradient(w, g, s, has, mask))).toEqual([1.11, 1, 1, 1])
    expect(numbers(decayed(w, s, has, mask))).toEqual([0.475, -2, 0, 3])
    expect(penalisedGradient(w, g, s, has, false)).toBe(g)
    expect(decayed(w, s, has, false)).toBe(w)
    const none = { l1: false, l2: false, weightDecay: false }
    expect(penalisedGradient(w, g, s, none, true)).toBe(g)
    expect(decayed(w, s, none, true)).toBe(w)
  })
})
