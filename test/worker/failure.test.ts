import { describe, expect, it } from 'vitest'
import { DataError } from '../../main/data/errors.ts'
import { EngineUnavailable, UnsupportedKernel } from '../../main/training/engines/engine.ts'
import { NoTrainingRows, NotFinite } from '../../main/training/fault.ts'
import { failureOf } from '../../main/worker/failure.ts'

describe('the reason of a failed training', () => {
  it.each([
    ['a loss that is not a number', new NotFinite(NaN, 2, 5), 'nan-loss'],
    ['an engine that is not there', new EngineUnavailable('tfjs-node-gpu', 'no binary'), 'engine-unavailable'],
    ['a dataset that has gone', new DataError('dataset-missing', 'There is none.'), 'dataset-missing'],
    ['a file of it that has gone', new DataError('missing-file', 'There is none.'), 'dataset-missing'],
    ['a dataset that has changed', new DataError('dataset-changed', 'It has.'), 'dataset-changed'],
    ['a file of it that is damaged', new DataError('dataset-damaged', 'It is.'), 'dataset-changed'],
    ['a split that is impossible', new DataError('impossible-split', 'It is.'), 'exception'],
    ['a kernel that no engine has', new UnsupportedKernel('Einsum', 'compiled'), 'exception'],
    ['V8 without memory', new RangeError('Array buffer allocation failed'), 'out-of-memory'],
    [
      'ONNX Runtime without memory',
      new Error('Failed to allocate memory for requested buffer of size 1'),
      'out-of-memory',
    ],
    ['C++ without memory', new Error('std::bad_alloc'), 'out-of-memory'],
    ['anything else', new TypeError('x is undefined'), 'exception'],
  ])('is told from %s', (_what, error, reason) => {
    expect(failureOf(error).reason).toBe(reason)
  })

  it('keeps the sentence of an error that has one, and makes one of others', () => {
    expect(failureOf(new NoTrainingRows()).message).toBe(new NoTrainingRows().message)
    expect(failureOf(new TypeError('x is undefined')).message).toBe('Training failed: x is undefined')
    expect(failureOf('a string').message).toBe('Training failed: a string')
    expect(failureOf(undefined).message).toBe('Training failed: undefined')
    expect(failureOf(new RangeError('Array buffer allocation failed')).message).toMatch(/largest batch size/)
  })
})
