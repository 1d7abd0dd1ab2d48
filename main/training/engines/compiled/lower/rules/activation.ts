import type { Value } from '../../graph/types.ts'
import type { Builder } from '../builder.ts'
import { UnsupportedKernel } from '../../../engine.ts'

/** The activation of a fused kernel, as tfjs names it. */
export function activate(builder: Builder, x: Value, name: unknown, leakyreluAlpha: unknown): Value {
  switch (name) {
    case undefined:
    case null:
    case 'linear':
      return x
    case 'relu':
      return builder.op('Relu', [x])
    case 'elu':
      return builder.op('Elu', [x])
    case 'sigmoid':
      return builder.op('Sigmoid', [x])
    case 'relu6':
      return builder.op('Clip', [x, builder.scalar(0), builder.scalar(6)])
    case 'leakyrelu':
      return builder.op('LeakyRelu', [x], { alpha: Number(leakyreluAlpha ?? 0.2) })
    default:
      throw new UnsupportedKernel(`activation ${String(name)}`, 'compiled')
  }
}
