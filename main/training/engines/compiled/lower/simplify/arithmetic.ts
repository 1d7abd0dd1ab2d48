import { broadcast } from '../../trace/kernels/rule.ts'
import { sizeOf } from '../../graph/types.ts'
import type { Simplification } from './rule.ts'
import { uniform } from './rule.ts'

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
}

/** Arithmetic on constants that are the same number everywhere is done here, once. */
export const foldUniform =
  (op: string): Simplification =>
  (builder, inputs) => {
    const [a, b] = [inputs[0]!, inputs[1]!]
    if (a.dtype !== 'float32') return null
    const [x, y] = [uniform(a), uniform(b)]
    if (x === undefined || y === undefined) return null
    const shape = broadcast(a.shape, b.shape)
    const result = Math.fround(arithmetic[op]!(x, y))
    return builder.constant(shape, 'float32', new Float32Array(sizeOf(shape)).fill(result))
  }

/** x + 0, x - 0, x * 1, x / 1, where x already has the result's shape. */
export const dropNeutral =
  (element: number, commutes: boolean): Simplification =>
  (_, inputs) => {
    const [a, b] = [inputs[0]!, inputs[1]!]
    const full = broadcast(a.shape, b.shape).join()
    if (uniform(b) === element && a.shape.join() === full) return a
    if (commutes && uniform(a) === element && b.shape.join() === full) return b
    return null
  }

/** A cast of what was a truth value before its own cast. */
export const mergeCasts: Simplification = (builder, inputs, attributes) => {
  const inner = builder.producer(inputs[0]!)
  const source = inner?.op === 'Cast' ? inner.inputs[0]! : undefined
  return source?.dtype === 'bool' ? builder.op('Cast', [source], attributes) : null
}
