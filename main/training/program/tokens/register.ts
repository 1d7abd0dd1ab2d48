import { registerRowSums } from './row-sums.ts'
import { registerTokenShares } from './token-shares.ts'

/** Teaches a tfjs backend the kernels of networks that read tokens. */
export function registerTokenKernels(backendName: string): void {
  registerTokenShares(backendName)
  registerRowSums(backendName)
}
