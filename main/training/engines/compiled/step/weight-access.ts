import type { Value } from '../graph/types.ts'
import type { Builder } from '../lower/builder.ts'
import type { ParameterVector, Placement } from './parameter-layout.ts'

const inverse = (perm: readonly number[]): number[] => perm.map((_, axis) => perm.indexOf(axis))

/** Cuts a vector into its parameters, by name, in the order of axes in which tfjs has them. */
export function takeApart(builder: Builder, vector: ParameterVector, value: Value): [string, Value][] {
  const { placements } = vector
  const pieces =
    placements.length === 1
      ? [value]
      : builder.split(
          value,
          placements.map(({ size }) => size),
          0,
        )
  return placements.map(({ weight, stored, storedShape }, index) => [
    weight.name,
    builder.transpose(builder.reshape(pieces[index]!, storedShape), inverse(stored)),
  ])
}

/** Puts tensors, in tfjs's order of axes, together to the vector's shape and order. */
export function putTogether(
  builder: Builder,
  vector: ParameterVector,
  tensorOf: (placement: Placement) => Value,
): Value {
  const pieces = vector.placements.map((placement) => builder.transpose(tensorOf(placement), placement.stored))
  if (pieces.length === 1) return pieces[0]!
  return builder.concat(
    pieces.map((piece, index) => builder.reshape(piece, [vector.placements[index]!.size])),
    0,
  )
}
