import { describe, expect, test } from 'vitest'
import { completeHyperparameters } from '../../main/training/hyperparameters/complete.ts'
import { createProgram } from '../../main/training/program/program.ts'
import { outputShape } from '../../main/training/spec/shapes.ts'
import { recurrentLayers } from '../../main/training/templates/recurrent-layers.ts'
import { tinyJob } from './compiled/jobs.ts'

const sequence = (overrides: Parameters<typeof tinyJob>[0]) =>
  createProgram(tinyJob({ template: 'sequence', inputShape: [5, 3], layers: 0, recurrentUnits: 4, ...overrides }))

/** Largest distance of the products of a matrix's rows from those of orthonormal rows. */
function distanceFromOrthonormal(values: Float32Array, rows: number): number {
  const columns = values.length / rows
  let worst = 0
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < rows; j++) {
      let product = 0
      for (let k = 0; k < columns; k++) product += values[i * columns + k]! * values[j * columns + k]!
      worst = Math.max(worst, Math.abs(product - (i === j ? 1 : 0)))
    }
  return worst
}

describe('recurrent weights', () => {
  test.each(['lstm', 'gru', 'simpleRnn'] as const)(
    'of %s start orthogonal, whatever the initialiser of kernels',
    (encoder) => {
      for (const initializer of ['zeros', 'heNormal'] as const) {
        const { weights } = sequence({ encoder, initializer })
        const recurrent = weights.find(({ role }) => role === 'recurrentKernel')!
        expect(distanceFromOrthonormal(recurrent.initial(), 4)).toBeLessThan(1e-6)
        expect(recurrent.penalised).toBe(true)
      }
    },
  )

  test("an LSTM's forget gate starts open: its bias is 1, the others 0", () => {
    const bias = sequence({ encoder: 'lstm' }).weights.find(({ name }) => name === 'recurrent1/bias')!
    expect([...bias.initial()]).toEqual([...Array(4).fill(0), ...Array(4).fill(1), ...Array(8).fill(0)])
    expect(bias.penalised).toBe(false)
  })

  test('of two directions have names of their own and different values', () => {
    const { weights } = sequence({ encoder: 'gru', bidirectional: true })
    const [forwards, backwards] = ['kernel', 'backward/kernel'].map((name) =>
      weights.find((weight) => weight.name === `recurrent1/${name}`)!,
    )
    expect(forwards!.shape).toEqual([3, 12])
    expect(backwards!.shape).toEqual([3, 12])
    expect(forwards!.initial()).not.toEqual(backwards!.initial())
  })
})

describe('recurrent layers of a template', () => {
  const settings = completeHyperparameters('sequence', { recurrentLayers: 3, recurrentUnits: 6, bidirectional: true })

  test('hand all states up to one another; the last one gives what is asked for', () => {
    const shapes = (sequences: boolean) => {
      let shape: readonly number[] = [7, 2]
      return recurrentLayers(settings, { cell: 'gru', sequences }).map((layer) => (shape = outputShape(layer, shape)))
    }
    expect(shapes(false)).toEqual([[7, 12], [7, 12], [12]])
    expect(shapes(true)).toEqual([
      [7, 12],
      [7, 12],
      [7, 12],
    ])
  })

  test('read forwards alone where what comes next must not be seen', () => {
    const layers = recurrentLayers(settings, { cell: 'lstm', sequences: true, bidirectional: false })
    expect(layers.every((layer) => layer.kind === 'recurrent' && !layer.bidirectional)).toBe(true)
  })

  test('read a rate only if there is recurrent dropout, which is a number of the step and not of its graph', () => {
    const [without, some, more] = [0, 0.2, 0.5].map((recurrentDropout) =>
      sequence({ encoder: 'lstm', recurrentDropout }),
    )
    const names = (program: typeof without) => program!.scalars.map(({ name }) => name)
    expect(names(without)).not.toContain('recurrentDropout')
    expect(names(without)).not.toContain('randomKey')
    expect(names(some)).toEqual(expect.arrayContaining(['recurrentDropout', 'randomKey']))
    expect(some!.structureKey).toBe(more!.structureKey)
    expect(some!.structureKey).not.toBe(without!.structureKey)
  })
})
