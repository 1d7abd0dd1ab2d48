import type { KernelCall, KernelRule } from './rule.ts'
import { broadcast, input, one } from './rule.ts'

function product(call: KernelCall): number[] {
  const a = input(call, 'a').shape
  const b = input(call, 'b').shape
  const [transposeA, transposeB] = [call.attributes['transposeA'] === true, call.attributes['transposeB'] === true]
  const rows = a.at(transposeA ? -1 : -2)!
  const columns = b.at(transposeB ? -2 : -1)!
  const [innerA, innerB] = [a.at(transposeA ? -2 : -1), b.at(transposeB ? -1 : -2)]
  if (innerA !== innerB) throw new Error(`inner sizes ${innerA} and ${innerB} differ`)
  return [...broadcast(a.slice(0, -2), b.slice(0, -2)), rows, columns]
}

const matMul: KernelRule = (call) => one(product(call), 'float32')

/** Matrix products, [batch, rows, columns]. */
export const products: readonly (readonly [string, KernelRule])[] = [
  ['BatchMatMul', matMul],
  ['_FusedMatMul', matMul],
]
