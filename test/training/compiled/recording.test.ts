import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { print } from '../../../main/training/engines/compiled/graph/print.ts'
import { recordGradients, recordUpdate } from '../../../main/training/engines/compiled/step/record-program.ts'
import { KnownKinds, recordTwice, twinOf } from '../../../main/training/engines/compiled/step/record-twice.ts'
import { expectSameTrace } from '../../../main/training/engines/compiled/trace/compare.ts'
import { TraceFault } from '../../../main/training/engines/compiled/trace/fault.ts'
import { record } from '../../../main/training/engines/compiled/trace/record.ts'
import { UnsupportedKernel } from '../../../main/training/engines/engine.ts'
import { createProgram } from '../../../main/training/program/program.ts'
import type { TrainingProgram } from '../../../main/training/program/program.ts'
import { tinyJob } from './jobs.ts'

const x = { name: 'x', shape: [2, 3], dtype: 'float32' } as const

describe('recording', () => {
  it('writes what a program asks for, without computing it', () => {
    const graph = record('program', [x], ({ x }) => ({ y: tf.relu(tf.mul(x!, 2)) }))
    expect(print(graph)).toBe(
      [
        'program(%x:f32[2,3]) {',
        '  %1:f32[2,3] = Multiply(a=%x, b=f32[](2))',
        '  %2:f32[2,3] = Relu(x=%1)',
        '  return y=%2',
        '}',
      ].join('\n'),
    )
  })

  it('records no equation for what changes nothing', () => {
    const graph = record('program', [x], ({ x }) => ({ y: tf.cast(tf.clone(x!), 'float32') }))
    expect(graph.nodes).toEqual([])
    expect(graph.outputs[0]!.value).toBe(graph.inputs[0])
  })

  it('gives back the backend that was current, also after a failure', async () => {
    await import('@tensorflow/tfjs-backend-cpu')
    await tf.setBackend('cpu')
    record('program', [x], ({ x }) => ({ y: tf.neg(x!) }))
    expect(tf.getBackend()).toBe('cpu')
    expect(() => record('program', [x], ({ x }) => ({ y: tf.fft(tf.cast(x!, 'complex64')) }))).toThrow()
    expect(tf.getBackend()).toBe('cpu')
  })

  it('releases every tensor that it made', async () => {
    await import('@tensorflow/tfjs-backend-cpu')
    await tf.setBackend('cpu')
    const program = createProgram(tinyJob({ template: 'cnn', batchNorm: true }))
    recordGradients(program)
    const before = tf.memory().numTensors
    recordGradients(program)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('names a kernel that it has no rule for', () => {
    const unmapped = () => record('program', [x], ({ x }) => ({ y: tf.asinh(x!) }))
    expect(unmapped).toThrow(UnsupportedKernel)
    expect(unmapped).toThrow('The compiled engine has no form of the tfjs kernel Asinh.')
  })

  it('refuses a program that looks at a value', () => {
    const peeking = () =>
      record('program', [x], ({ x }) => ({ y: tf.sum(x!).dataSync()[0]! > 0 ? tf.neg(x!) : tf.abs(x!) }))
    expect(peeking).toThrow(TraceFault)
    expect(peeking).toThrow('read the value of %0 while it was being recorded')
  })
})

describe('recording twice', () => {
  it('accepts programs of every kind', () => {
    const jobs = [
      tinyJob({ dropout: 0.3, l1: 0.1, l2: 0.1, weightDecay: 0.1, optimizer: 'adamw' }),
      tinyJob({ template: 'cnn', batchNorm: true, optimizer: 'rmsprop' }),
      tinyJob({ task: 'regression', optimizer: 'nesterov' }),
    ]
    for (const job of jobs) {
      const program = createProgram(job)
      expect(() => recordTwice(program, recordGradients)).not.toThrow()
      expect(() => recordTwice(program, (each) => recordUpdate(each, [7], true))).not.toThrow()
    }
  })

  it('changes the seed and every number that must not be frozen', () => {
    const job = tinyJob({ dropout: 0.3, l1: 0.1, l2: 0.1, weightDecay: 0.1 })
    const twin = twinOf(job)
    expect(twin.seed).not.toBe(job.seed)
    for (const name of [
      'learningRate',
      'momentum',
      'beta1',
      'beta2',
      'epsilon',
      'rho',
      'l1',
      'l2',
      'weightDecay',
      'dropout',
    ] as const)
      expect(twin.hyperparameters[name]).not.toBe(job.hyperparameters[name])
    expect(createProgram(twin).structureKey).toBe(createProgram(job).structureKey)
  })

  const planted = (change: (program: TrainingProgram) => Partial<TrainingProgram>) => {
    const wrap = (program: TrainingProgram): TrainingProgram => ({ ...program, ...change(program) })
    return () => recordTwice(createProgram(tinyJob({ dropout: 0.3 })), (program) => recordGradients(wrap(program)))
  }

  it('finds a hyperparameter that was captured as a number', () => {
    const captured = planted((program) => ({
      loss: (model, x, y, scalars) =>
        tf.mul(program.loss(model, x, y, scalars), program.job.hyperparameters.learningRate) as tf.Scalar,
    }))
    expect(captured).toThrow(TraceFault)
    expect(captured).toThrow(
      /has captured a value that differs between two recordings \(input b\).*\n> .*Multiply\(a=%/,
    )
  })

  it('finds random numbers that were drawn while recording', () => {
    const frozen = planted((program) => ({
      loss: (model, x, y, scalars) =>
        program.loss(model, tf.mul(x, tf.randomUniform(x.shape, 0, 1, 'float32', program.job.seed)), y, scalars),
    }))
    expect(frozen).toThrow(/has captured a value that differs between two recordings/)
  })

  it('finds a structure that depends on a number', () => {
    const bent = planted((program) => ({
      loss: (model, x, y, scalars) =>
        program.loss(model, program.job.hyperparameters.dropout < 0.3 ? tf.neg(x) : x, y, scalars),
    }))
    expect(bent).toThrow(/two recordings differ in structure/)
  })

  it('compares outputs that are constants', () => {
    const constant = (number: number) => record('program', [x], () => ({ y: tf.scalar(number) }))
    expect(() => expectSameTrace(constant(1), constant(1))).not.toThrow()
    expect(() => expectSameTrace(constant(1), constant(2))).toThrow('the output y is a constant that differs')
  })

  it('is done once for each kind of program: what differs from a known one in sizes alone is recorded once', () => {
    const kinds = new KnownKinds()
    const recordings = (overrides: Parameters<typeof tinyJob>[0], purpose = 'training'): number => {
      let count = 0
      kinds.record(purpose, createProgram(tinyJob(overrides)), (recorder) =>
        recorder(createProgram(tinyJob(overrides)), (each) => {
          count++
          return recordGradients(each)
        }),
      )
      return count
    }
    expect(recordings({ neurons: 5, dropout: 0.3 })).toBe(2)
    expect(recordings({ neurons: 12, dropout: 0.2, batchSize: 16, inputShape: [9] })).toBe(1)
    expect(recordings({ neurons: 5, dropout: 0 })).toBe(2)
    expect(recordings({ neurons: 5, dropout: 0.3, layers: 2 })).toBe(2)
    expect(recordings({ neurons: 5, dropout: 0.3, activation: 'relu' })).toBe(2)
    expect(recordings({ neurons: 5, dropout: 0.3, optimizer: 'adam' })).toBe(2)
    expect(recordings({ neurons: 5, dropout: 0.3 }, 'prediction')).toBe(2)
  })

  it('is not remembered of a program that captured something', () => {
    const kinds = new KnownKinds()
    const program = createProgram(tinyJob({}))
    const capturing = () =>
      kinds.record('training', program, (recorder) =>
        recorder(program, (each) => record('part', [x], ({ x }) => ({ y: tf.mul(x!, each.job.seed) }))),
      )
    expect(capturing).toThrow(TraceFault)
    expect(capturing).toThrow(TraceFault)
  })
})
