import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { startBackend } from '../../main/training/engines/tfjs/backends.ts'
import { completeHyperparameters } from '../../main/training/hyperparameters/complete.ts'
import type { TrainingJob } from '../../main/training/job.ts'
import { augment } from '../../main/training/program/augmentation/augment.ts'
import { drawMixing, symmetricBeta } from '../../main/training/program/augmentation/draws.ts'
import { createProgram } from '../../main/training/program/program.ts'
import { RandomStream } from '../../main/training/program/randomness/stream.ts'
import { jobFor, smallData } from './small-jobs.ts'

type Configuration = Readonly<Record<string, number | string>>

const [batch, height, width] = [40, 9, 7]

function jobWith(configuration: Configuration): TrainingJob {
  const hyperparameters = completeHyperparameters('cnn', configuration)
  return { ...jobFor(smallData({ inputShape: [height, width, 1] })), template: 'cnn', hyperparameters }
}

/** What a step makes of a batch of images that are all the same. @returns the images, flat, and the share kept */
function augmented(image: readonly number[], configuration: Configuration, step = 3) {
  const job = jobWith(configuration)
  const program = createProgram(job)
  const perStep = program.perStep(step, 0.01)
  return tf.tidy(() => {
    const s = Object.fromEntries(
      program.scalars.map(({ name, dtype, value }) => [
        name,
        tf.scalar(value === 'perStep' ? perStep[name]! : value, dtype),
      ]),
    )
    const images = Array.from({ length: batch }, () => image).flat()
    const { x, kept } = augment(tf.tensor4d(images, [batch, height, width, 1]), job, s)
    const pixels = Array.from(x.dataSync())
    return {
      images: Array.from({ length: batch }, (_, index) =>
        pixels.slice(index * image.length, (index + 1) * image.length),
      ),
      kept: kept?.dataSync()[0],
    }
  })
}

const image = (pixel: (row: number, column: number) => number): number[] =>
  Array.from({ length: height * width }, (_, index) => pixel(Math.floor(index / width), index % width))

const numbered = image((row, column) => row + column / 10)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

beforeAll(async () => {
  await startBackend('tfjs-cpu')
})

describe('augmentation of images', () => {
  test('leaves a batch alone where nothing is switched on', () => {
    const job = jobWith({})
    const x = tf.zeros([2, height, width, 1])
    expect(augment(x, job, {})).toEqual({ x })
  })

  test('mirrors about half of the images exactly, and leaves the rest as it is', () => {
    const mirrored = image((row, column) => row + (width - 1 - column) / 10)
    const { images } = augmented(numbered, { flip: 'horizontal' })
    const near = (a: readonly number[], b: readonly number[]) => a.every((value, i) => Math.abs(value - b[i]!) < 1e-5)
    const turned = images.filter((each) => near(each, mirrored)).length
    expect(turned + images.filter((each) => near(each, numbered)).length).toBe(batch)
    expect(turned).toBeGreaterThan(batch / 5)
    expect(turned).toBeLessThan((4 * batch) / 5)
  })

  test('shifts a plane by one amount in the whole image, at most as far as it may', () => {
    const { images } = augmented(
      image((row) => row),
      { shift: 0.2 },
    )
    const moves = images.map((each) => each[4 * width]! - 4)
    for (const [index, each] of images.entries()) expect(each[5 * width + 3]! - 5).toBeCloseTo(moves[index]!, 4)
    expect(Math.max(...moves.map(Math.abs))).toBeLessThanOrEqual(0.2 * height)
    expect(new Set(moves.map((move) => move.toFixed(3))).size).toBeGreaterThan(batch / 2)
  })

  test('zooms about the middle, which stays', () => {
    const { images } = augmented(numbered, { zoom: 0.5 })
    for (const each of images) expect(each[4 * width + 3]).toBeCloseTo(4.3, 5)
    expect(images.some((each) => Math.abs(each[3 * width + 3]! - 3.3) > 0.1)).toBe(true)
  })

  test('turns about the middle: what it shows there stays, and a plane stays a plane', () => {
    const { images } = augmented(
      image((row) => row),
      { rotation: 30 },
    )
    for (const each of images) {
      expect(each[4 * width + 3]).toBeCloseTo(4, 4)
      const slope = each[4 * width + 4]! - 4
      expect(Math.abs(slope)).toBeLessThanOrEqual(Math.sin(Math.PI / 6) + 1e-5)
      expect(each[5 * width + 3]! - 4).toBeCloseTo(Math.sqrt(1 - slope * slope), 3)
    }
  })

  test('brightens all pixels of an image alike', () => {
    const { images } = augmented(numbered, { brightness: 0.3 })
    for (const each of images) {
      const change = each[0]! - numbered[0]!
      expect(Math.abs(change)).toBeLessThanOrEqual(0.3)
      each.forEach((value, index) => expect(value - numbered[index]!).toBeCloseTo(change, 4))
    }
  })

  test('cuts out at most a square of the given side', () => {
    const { images } = augmented(
      image(() => 1),
      { cutout: 0.43 },
    )
    for (const each of images) expect(height * width - sum(each)).toBeLessThanOrEqual(9)
    expect(images.some((each) => height * width - sum(each) === 9)).toBe(true)
  })

  test.each([
    ['timeMask', height, (index: number) => Math.floor(index / width)],
    ['frequencyMask', width, (index: number) => index % width],
  ] as const)('%s blanks one run of whole lines', (name, lines, lineOf) => {
    const { images } = augmented(
      image(() => 1),
      { [name]: 0.5 },
    )
    for (const each of images) {
      const blank = new Set(each.flatMap((value, index) => (value === 0 ? [lineOf(index)] : [])))
      each.forEach((value, index) => expect(value === 0).toBe(blank.has(lineOf(index))))
      expect(blank.size).toBeLessThanOrEqual(Math.ceil(lines / 2))
      if (blank.size > 0) expect(Math.max(...blank) - Math.min(...blank) + 1).toBe(blank.size)
    }
    expect(images.some((each) => each.includes(0))).toBe(true)
  })

  test('is the same for the same step, and another for the next', () => {
    const all: Configuration = { shift: 0.2, rotation: 20, zoom: 0.2, flip: 'both', brightness: 0.1, cutout: 0.3 }
    expect(augmented(numbered, all, 5)).toEqual(augmented(numbered, all, 5))
    expect(augmented(numbered, all, 6).images).not.toEqual(augmented(numbered, all, 5).images)
  })
})

describe('mixing of examples', () => {
  test('draws shares of the Beta distribution', () => {
    for (const alpha of [0.2, 1, 4]) {
      const stream = new RandomStream(5)
      const values = Array.from({ length: 4000 }, () => symmetricBeta(stream, alpha))
      const mean = sum(values) / values.length
      const variance = sum(values.map((value) => (value - mean) ** 2)) / values.length
      expect(mean).toBeCloseTo(0.5, 1)
      expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeGreaterThan(0.9)
      expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeLessThan(1.1)
    }
  })

  test('blends an example and its target by the same share', () => {
    const h = completeHyperparameters('cnn', { mixup: 0.4 })
    const { kept } = augmented(numbered, { mixup: 0.4 })
    expect(kept).toBeCloseTo(drawMixing(h, 7, 3).mixKept, 6)
  })

  test('keeps of the target what is left of the image outside the pasted box', () => {
    const job = jobWith({ cutmix: 1 })
    const program = createProgram(job)
    for (const step of [0, 1, 2, 3, 4, 5]) {
      const perStep = program.perStep(step, 0.01)
      tf.tidy(() => {
        const s = Object.fromEntries(
          program.scalars.map(({ name, dtype, value }) => [
            name,
            tf.scalar(value === 'perStep' ? perStep[name]! : value, dtype),
          ]),
        )
        const ones = tf.ones([1, height, width, 1])
        const { x, kept } = augment(tf.concat([ones, tf.zerosLike(ones)], 0), job, s)
        const [first, second] = tf.unstack(tf.mean(x, [1, 2, 3])).map((mean) => mean.dataSync()[0]!)
        expect(first).toBeCloseTo(kept!.dataSync()[0]!, 5)
        expect(second).toBeCloseTo(1 - kept!.dataSync()[0]!, 5)
      })
    }
  })
})
