import type { DenseWeights } from './dense-chain.ts'

/**
 * Makes a hidden layer wider without changing what the network computes: new units are copies of old ones drawn at random,
 * and what follows divides its weights among the copies, in shares drawn at random, so that they do not stay alike. (In the
 * paper the shares are equal, and noise tells copies apart.)
 *
 * @param uniform random numbers in [0, 1)
 * @see Chen, Goodfellow, Shlens 2016, "Net2Net: Accelerating learning via knowledge transfer", ICLR, section 2.2
 */
export function wider(
  layer: DenseWeights,
  next: DenseWeights,
  units: number,
  uniform: () => number,
): readonly [DenseWeights, DenseWeights] {
  const source = Array.from({ length: units }, (_, unit) =>
    unit < layer.units ? unit : Math.floor(uniform() * layer.units),
  )
  const parts = source.map(() => 0.5 + uniform())
  const whole = new Float64Array(layer.units)
  for (const [unit, from] of source.entries()) whole[from]! += parts[unit]!
  const kernel = new Float32Array(layer.inputs * units)
  for (let row = 0; row < layer.inputs; row++)
    for (const [unit, from] of source.entries()) kernel[row * units + unit] = layer.kernel[row * layer.units + from]!
  const following = new Float32Array(units * next.units)
  for (const [unit, from] of source.entries()) {
    const share = parts[unit]! / whole[from]!
    for (let column = 0; column < next.units; column++)
      following[unit * next.units + column] = share * next.kernel[from * next.units + column]!
  }
  return [
    { units, inputs: layer.inputs, kernel, bias: Float32Array.from(source, (from) => layer.bias[from]!) },
    { ...next, inputs: units, kernel: following },
  ]
}
