import { expect } from 'vitest'
import { rewrite } from '../../../main/training/engines/compiled/rewrite/rewrite.ts'
import {
  gradientName,
  recordGradients,
  scalarName,
  targetsOf,
} from '../../../main/training/engines/compiled/step/record-program.ts'
import type { TrainingJob } from '../../../main/training/job.ts'
import { createProgram } from '../../../main/training/program/program.ts'
import { keyOf, uniformAt } from '../../../main/training/program/randomness/hash.ts'
import type { Array64 } from './float64.ts'
import { evaluate } from './float64.ts'
import { examplesFor } from './jobs.ts'
import { lowered, runOnnx } from './run-graph.ts'
import type { Data } from './run-graph.ts'

export const distance = 1e-5

/** Elements of a tensor that are checked: a difference takes two evaluations each. */
const probes = (count: number): number[] =>
  count <= 12 ? [...Array(count).keys()] : Array.from({ length: 12 }, (_, index) => Math.floor((index * count) / 12))

/** Compares a job's compiled gradients with central differences of its loss in double precision. @param job in batches of 4 */
export async function expectTrueGradients(job: TrainingJob): Promise<void> {
  const program = createProgram(job)
  const recorded = recordGradients(program)
  const { train } = examplesFor(job, 4)
  const perStep = program.perStep(3, 0.1)
  const feeds: Record<string, Data> = {
    x: { shape: [4, ...job.inputShape], dtype: 'float32', values: train.inputs },
    y:
      job.task === 'classification'
        ? { shape: targetsOf(program).shape, dtype: 'int32', values: train.targets }
        : { shape: [4, job.outputs], dtype: 'float32', values: train.targets },
  }
  program.weights.forEach(({ name, shape, initial, role }, tensor) => {
    // Not exactly zero: biases of zero put every unit of flat images on the corner of a relu.
    const values = initial().map((value, index) =>
      role === 'kernel' || role === 'embedding' ? value : value + 0.1 * (uniformAt(keyOf(tensor), index) - 0.5),
    )
    feeds[name] = { shape, dtype: 'float32', values }
  })
  for (const { name, dtype, value } of program.scalars) {
    const number = value === 'perStep' ? perStep[name]! : value
    feeds[scalarName(name)] = {
      shape: [],
      dtype,
      values: dtype === 'int32' ? Int32Array.of(number) : Float32Array.of(number),
    }
  }
  const compiled = await runOnnx(lowered(rewrite(recorded)), feeds)
  const inputs = new Map<string, Array64>(
    Object.entries(feeds).map(([name, { values }]) => [name, Float64Array.from(values)]),
  )
  const loss = (): number => evaluate(recorded, 'loss', inputs)[0]!
  expect(Math.abs(compiled['loss']![0]! - loss())).toBeLessThan(1e-5)
  let checked = 0
  for (const { name, trainable, role, shape } of program.weights) {
    if (!trainable) continue
    const weights = inputs.get(name)!
    const gradient = compiled[gradientName(name)]!
    const scale = Math.max(1e-2, ...Array.from(gradient, Math.abs))
    for (const index of probes(weights.length)) {
      if (role === 'embedding' && index < shape[1]!) continue // the padding's row stays as it is
      const at = weights[index]!
      weights[index] = at + distance
      const above = loss()
      weights[index] = at - distance
      const below = loss()
      weights[index] = at
      expect(Math.abs(gradient[index]! - (above - below) / (2 * distance)) / scale, `${name}[${index}]`).toBeLessThan(
        1e-4,
      )
      checked++
    }
  }
  expect(checked).toBeGreaterThan(20)
}
