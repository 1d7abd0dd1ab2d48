import type { LoweringRule } from '../lowering.ts'

const filled =
  (element: (value: unknown) => number): LoweringRule =>
  (kernel, lowering, builder) => {
    const [output] = kernel.outputs
    // One number: whoever uses it lets it broadcast.
    lowering.set(output!, builder.constant([], output!.dtype, [element(kernel.attribute('value'))]))
  }

/** Kernels that make arrays of one number. */
export const constants: readonly (readonly [string, LoweringRule])[] = [
  ['Fill', filled(Number)],
  ['ZerosLike', filled(() => 0)],
  ['OnesLike', filled(() => 1)],
]
