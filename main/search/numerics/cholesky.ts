/** Linear algebra on row-major square matrices held in Float64Array; lower triangles, upper parts are ignored. */

/**
 * Overwrites the lower triangle of a positive definite matrix with its Cholesky factor. O(n^3 / 3).
 *
 * @returns false when the matrix is not positive definite to working precision; it is then half overwritten
 */
export function cholesky(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    const rowI = i * n
    for (let j = 0; j <= i; j++) {
      const rowJ = j * n
      let sum = a[rowI + j] as number
      for (let k = 0; k < j; k++) sum -= (a[rowI + k] as number) * (a[rowJ + k] as number)
      if (i === j) {
        if (!(sum > 0)) return false
        a[rowI + i] = Math.sqrt(sum)
      } else a[rowI + j] = sum / (a[rowJ + j] as number)
    }
  }
  return true
}

/** Solves L x = b in place. O(n^2 / 2). */
export function solveLower(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n
    let sum = b[i] as number
    for (let k = 0; k < i; k++) sum -= (l[row + k] as number) * (b[k] as number)
    b[i] = sum / (l[row + i] as number)
  }
}

/** Solves L' x = b in place. O(n^2 / 2). */
export function solveLowerTransposed(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const row = i * n
    const x = (b[i] as number) / (l[row + i] as number)
    b[i] = x
    for (let k = 0; k < i; k++) b[k] = (b[k] as number) - (l[row + k] as number) * x
  }
}

/** The full inverse of L L', symmetric. O(2 n^3 / 3). */
export function inverseOfCholesky(l: Float64Array, n: number): Float64Array {
  const inverseL = new Float64Array(n * n)
  // Row i of L^-1 = (e_i - sum_k L_ik row_k) / L_ii: all inner loops run along rows.
  for (let i = 0; i < n; i++) {
    const row = i * n
    for (let k = 0; k < i; k++) {
      const factor = l[row + k] as number
      const rowK = k * n
      for (let j = 0; j <= k; j++)
        inverseL[row + j] = (inverseL[row + j] as number) - factor * (inverseL[rowK + j] as number)
    }
    const scale = 1 / (l[row + i] as number)
    for (let j = 0; j < i; j++) inverseL[row + j] = (inverseL[row + j] as number) * scale
    inverseL[row + i] = scale
  }
  const inverse = new Float64Array(n * n)
  for (let k = 0; k < n; k++) {
    const rowK = k * n
    for (let i = 0; i <= k; i++) {
      const factor = inverseL[rowK + i] as number
      const row = i * n
      for (let j = 0; j <= i; j++)
        inverse[row + j] = (inverse[row + j] as number) + factor * (inverseL[rowK + j] as number)
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) inverse[j * n + i] = inverse[i * n + j] as number
  return inverse
}
