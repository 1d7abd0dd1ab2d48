/** The least of 1, 2, 5, 10, 20, 50 ... that is at least `rough`. */
export function roundStep(rough: number): number {
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, rough))))
  return [1, 2, 5, 10].map((factor) => factor * magnitude).find((step) => step >= rough) ?? 10 * magnitude
}
