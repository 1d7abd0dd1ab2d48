import * as tf from '@tensorflow/tfjs-core'
import type { LayersModel } from '@tensorflow/tfjs-layers'
import type { Clock } from '../../clock.ts'
import type { TrainingData } from '../../examples.ts'
import type { TrainingProgram } from '../../program/program.ts'
import { slotName } from '../../program/state-names.ts'
import { updateParameters } from '../../program/update.ts'
import type { ModelWeight } from '../../spec/model-weights.ts'
import { weightsOfModel } from '../../spec/model-weights.ts'
import type { SessionState, StepSlice, TrainingSession } from '../engine.ts'
import type { Part } from '../part.ts'
import { partOf } from '../part.ts'
import { useBackend } from './backends.ts'
import { gatherRows, targetsOf } from './batches.ts'

const sliceMs = 200

/** A weight, whether penalties act on it, and what the optimizer remembers of it. */
interface Parameter extends ModelWeight {
  readonly penalised: boolean
  readonly slots: Record<string, tf.Variable>
}

/** One model in training on a tfjs backend. */
export class TfjsSession implements TrainingSession {
  readonly #program: TrainingProgram
  readonly #data: TrainingData
  readonly #backend: string
  readonly #clock: Clock
  readonly #model: LayersModel
  readonly #parameters: readonly Parameter[]
  readonly #constants: Readonly<Record<string, tf.Scalar>>
  #msPerStep = sliceMs

  constructor(program: TrainingProgram, data: TrainingData, backend: string, clock: Clock) {
    this.#program = program
    this.#data = data
    this.#backend = backend
    this.#clock = clock
    this.#model = program.buildModel()
    this.#parameters = weightsOfModel(this.#model, program.spec).map((weight, index) => ({
      ...weight,
      penalised: program.weights[index]!.penalised,
      slots: weight.spec.trainable ? this.#freshSlots(weight) : {},
    }))
    this.#constants = Object.fromEntries(
      program.scalars.flatMap(({ name, dtype, value }) =>
        value === 'perStep' ? [] : [[name, tf.scalar(value, dtype)]],
      ),
    )
  }

  #freshSlots({ spec: { shape } }: ModelWeight): Record<string, tf.Variable> {
    return Object.fromEntries(
      this.#program.optimizer.slots.map(({ name, initial }) => [
        name,
        tf.tidy(() => tf.variable(tf.fill([...shape], initial), false)),
      ]),
    )
  }

  get stepsPerSlice(): number {
    return Math.max(1, Math.floor(sliceMs / this.#msPerStep))
  }

  /** One step on one example, undone: a kernel that the backend lacks fails here instead of in the middle of training. */
  async rehearse(): Promise<void> {
    if (this.#data.train.count === 0) return
    const before = await this.#snapshot()
    this.#step(new Int32Array(1), 0, 0).dispose()
    this.#write(before)
  }

  async train({ rows, learningRates, firstStep }: StepSlice): Promise<Float32Array> {
    useBackend(this.#backend)
    const start = this.#clock()
    const batchSize = rows.length / learningRates.length
    const pending = Array.from(learningRates, (learningRate, index) =>
      this.#step(rows.subarray(index * batchSize, (index + 1) * batchSize), firstStep + index, learningRate),
    )
    // Read at the end: a graphics card works on while steps are being ordered, and answers when it is done.
    const losses = new Float32Array(pending.length)
    for (const [index, loss] of pending.entries()) {
      losses[index] = (await loss.data())[0]!
      loss.dispose()
    }
    useBackend(this.#backend)
    this.#msPerStep = Math.max(1e-3, (this.#clock() - start) / learningRates.length)
    return losses
  }

  /** One step; the loss is to be disposed of. */
  #step(rows: Int32Array, step: number, learningRate: number): tf.Scalar {
    return tf.tidy(() => {
      const { train, inputShape } = this.#data
      const x = gatherRows(train.inputs, rows, inputShape)
      const y = targetsOf(this.#data, rows)
      const s = { ...this.#constants, ...this.#stepScalars(step, learningRate) }
      const trainable = this.#parameters.filter(({ spec }) => spec.trainable)
      const { loss, gradients } = this.#program.gradients(
        this.#model,
        x,
        y,
        s,
        trainable.map(({ variable }) => variable),
      )
      for (const [index, { variable, spec, slots, penalised }] of trainable.entries()) {
        const g = gradients[index]!
        const update = updateParameters(this.#program, { w: variable, g, slots, s, penalised })
        const constrains = this.#program.constrains && spec.role === 'kernel'
        variable.assign(constrains ? this.#program.constrain(update.w, s) : update.w)
        for (const [name, slot] of Object.entries(update.slots)) slots[name]!.assign(slot)
      }
      return loss
    })
  }

  #stepScalars(step: number, learningRate: number): Record<string, tf.Scalar> {
    const values = this.#program.perStep(step, learningRate)
    return Object.fromEntries(
      this.#program.scalars
        .filter(({ value }) => value === 'perStep')
        .map(({ name, dtype }) => [name, tf.scalar(values[name]!, dtype)]),
    )
  }

  async predict(part: Part, from: number, count: number): Promise<Float32Array> {
    useBackend(this.#backend)
    const examples = partOf(this.#data, part, from, count)
    if (count === 0) return new Float32Array(0)
    const outputs = tf.tidy(() => {
      const rows = Int32Array.from({ length: count }, (_, index) => from + index)
      return this.#program.predict(this.#model, gatherRows(examples.inputs, rows, this.#data.inputShape))
    })
    const values = Float32Array.from(await outputs.data())
    outputs.dispose()
    return values
  }

  #variables(): { name: string; variable: tf.Variable }[] {
    return this.#parameters.flatMap(({ spec, variable, slots }) => [
      { name: spec.name, variable },
      ...Object.entries(slots).map(([slot, held]) => ({ name: slotName(spec.name, slot), variable: held })),
    ])
  }

  async #snapshot(): Promise<SessionState> {
    const tensors = this.#variables().map(async ({ name, variable }) => ({
      name,
      shape: [...variable.shape],
      values: Float32Array.from(await variable.data()),
    }))
    return { tensors: await Promise.all(tensors) }
  }

  #write({ tensors }: SessionState): void {
    const values = new Map(tensors.map((tensor) => [tensor.name, tensor.values]))
    tf.tidy(() => {
      for (const { name, variable } of this.#variables()) {
        const held = values.get(name)
        if (held?.length !== variable.size)
          throw new RangeError(
            `The state to restore does not fit this network: ${name} has ${held?.length ?? 'no'} values where ${variable.size} belong.`,
          )
        variable.assign(tf.tensor(Float32Array.from(held), variable.shape))
      }
    })
  }

  async capture(): Promise<SessionState> {
    useBackend(this.#backend)
    return this.#snapshot()
  }

  async restore(state: SessionState): Promise<void> {
    useBackend(this.#backend)
    this.#write(state)
  }

  async dispose(): Promise<void> {
    useBackend(this.#backend)
    for (const { slots } of this.#parameters) for (const slot of Object.values(slots)) slot.dispose()
    for (const scalar of Object.values(this.#constants)) scalar.dispose()
    this.#model.dispose()
  }
}
