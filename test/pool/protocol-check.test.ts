import { deserialize, serialize } from 'node:v8'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FromWorker, ToWorker } from '../../main/pool/protocol.ts'
import { failureReasons } from '../../main/pool/protocol.ts'
import { checkFromWorker, checkToWorker } from '../../main/pool/protocol-check.ts'
import { assignment, epochMetrics, trainingResult } from './assignments.ts'

const state = { tensors: [{ name: 'dense/kernel', shape: [2, 2], values: new Float32Array([1, -0, NaN, Infinity]) }] }
const checkpoint = {
  epoch: 2,
  state,
  best: { epoch: 1, value: 0.5, state },
  epochs: [epochMetrics(1), epochMetrics(2)],
}

const toWorker: readonly ToWorker[] = [
  { type: 'start', assignment: assignment('a') },
  {
    type: 'start',
    assignment: assignment('a', 'digits', {
      checkpoint,
      preprocessing: { scaling: 'robust', columns: { age: { scaling: 'none' } } },
      split: {
        protocol: { kind: 'kfold', folds: 5, fold: 4 },
        by: 'group',
        column: 'patient',
        seed: 3,
        sealed: 0.2,
        sealedSeed: 9,
        openTest: true,
      },
    }),
  },
  { type: 'cancel', id: 'a' },
  { type: 'shutdown' },
]

const fromWorker: readonly FromWorker[] = [
  { type: 'ready' },
  { type: 'heartbeat', rssBytes: 1e8 },
  { type: 'began', id: 'a', engine: 'compiled', device: 'cpu' },
  { type: 'epoch', id: 'a', metrics: { ...epochMetrics(3), validation: { loss: NaN, r2: -Infinity } } },
  { type: 'checkpoint', id: 'a', checkpoint },
  { type: 'note', id: 'a', text: 'The compiled engine has no form of the tfjs kernel X. Trying tfjs-wasm instead.' },
  { type: 'finished', id: 'a', result: trainingResult },
  {
    type: 'finished',
    id: 'a',
    result: {
      ...trainingResult,
      modelBytes: 40,
      latency: 0.01,
      classes: {
        validation: {
          matrix: [
            [3, 0],
            [1, 2],
          ],
        },
      },
    },
  },
  {
    type: 'finished',
    id: 'a',
    result: { ...trainingResult, classes: { test: { actual: [1], predicted: [1], hits: [1] } } },
  },
  {
    type: 'finished',
    id: 'a',
    result: { ...trainingResult, test: { accuracy: 1 } },
    model: { json: '{}', weights: state, preprocessing: '{}' },
  },
  { type: 'cancelled', id: 'a', epoch: 0 },
  ...failureReasons.map((reason): FromWorker => ({ type: 'failed', id: 'a', reason, message: 'a sentence' })),
]

describe('messages of the protocol', () => {
  it('arrive as they were sent, typed arrays included', () => {
    for (const message of toWorker) expect(checkToWorker(deserialize(serialize(message)))).toEqual({ message })
    for (const message of fromWorker) expect(checkFromWorker(deserialize(serialize(message)))).toEqual({ message })
  })

  it('with any part missing or of another sort are faults that name the part', () => {
    const spoilt = (message: object, check: (value: unknown) => object) => {
      for (const [path, spoil] of waysToSpoil(message)) {
        const copy = structuredClone(message)
        spoil(copy)
        expect(check(copy), `${JSON.stringify(message).slice(0, 80)} without ${path}`).toHaveProperty('fault')
      }
    }
    for (const message of toWorker) spoilt(message, checkToWorker)
    for (const message of fromWorker) spoilt(message, checkFromWorker)
    expect(checkFromWorker({ type: 'heartbeat', rssBytes: 'much' })).toEqual({
      fault: expect.stringMatching(/^rssBytes: /) as string,
    })
  })

  it('of the other direction, and anything else, are faults; nothing throws', () => {
    for (const message of toWorker) expect(checkFromWorker(message)).toHaveProperty('fault')
    for (const message of fromWorker) expect(checkToWorker(message)).toHaveProperty('fault')
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(checkFromWorker(value)).toHaveProperty('fault')
        expect(checkToWorker(value)).toHaveProperty('fault')
      }),
    )
  })
})

/** Members that may be left out, or whose insides are another folder's to judge. */
const lenient = new Set([
  'checkpoint',
  'best',
  'model',
  'test',
  'preprocessing',
  'column',
  'sealedSeed',
  'hyperparameters',
  'modelBytes',
  'latency',
  'classes',
])
const open = new Set([
  'train',
  'validation',
  'test',
  'hyperparameters',
  'preprocessing',
  'values',
  'shape',
  'inputShape',
])

function* waysToSpoil(value: object, path: readonly string[] = []): Generator<[string, (copy: object) => void]> {
  for (const [name, part] of Object.entries(value)) {
    const here = [...path, name]
    if (!lenient.has(name) && !Array.isArray(value))
      yield [here.join('.'), (copy) => void Reflect.deleteProperty(parentIn(copy, here), name)]
    yield [here.join('.'), (copy) => void Reflect.set(parentIn(copy, here), name, Symbol.iterator)]
    if (typeof part === 'object' && part !== null && !open.has(name)) yield* waysToSpoil(part as object, here)
  }
}

function parentIn(root: object, path: readonly string[]): object {
  return path.slice(0, -1).reduce((value, name) => Reflect.get(value, name) as object, root)
}
