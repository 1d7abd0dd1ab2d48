import type { Value } from '../../graph/types.ts'
import type { Builder } from '../builder.ts'
import type { Kernel, LoweringRule } from '../lowering.ts'

type Write = (builder: Builder, operands: readonly Value[], kernel: Kernel) => Value

/** A kernel that works element by element on the named inputs. */
const of =
  (names: readonly string[], write: Write): LoweringRule =>
  (kernel, lowering, builder) =>
    lowering.elementwise(kernel.outputs[0]!, names.map(kernel.input), (operands) => write(builder, operands, kernel))

const unary = (op: string): LoweringRule => of(['x'], (builder, [x]) => builder.op(op, [x!]))
const binary = (op: string): LoweringRule => of(['a', 'b'], (builder, [a, b]) => builder.op(op, [a!, b!]))

const sum: LoweringRule = (kernel, lowering, builder) =>
  lowering.elementwise(kernel.outputs[0]!, kernel.list, (operands) =>
    operands.slice(1).reduce((total, operand) => builder.op('Add', [total, operand]), operands[0]!),
  )

const number = (kernel: Kernel, name: string, fallback: number): number => Number(kernel.attribute(name) ?? fallback)

/** Beyond the largest float32, where tfjs writes float64's largest number to mean "no bound". */
const bound = (builder: Builder, value: number): Value => builder.scalar(Math.fround(value))

/** Times any normal positive float32 this is at least 1. */
const huge = 3e38

/**
 * 1 for positive x, alpha otherwise. Of a relu's output by a product and a clip, which the runtime computes faster than a
 * comparison and a cast (TRACING.md).
 */
const step: Write = (builder, [x], kernel) => {
  const alpha = number(kernel, 'alpha', 0)
  if (alpha === 0 && builder.producer(x!)?.op === 'Relu')
    return builder.op('Clip', [builder.op('Mul', [x!, builder.scalar(huge)]), builder.scalar(0), builder.scalar(1)])
  const positive = builder.op('Greater', [x!, builder.scalar(0)])
  if (alpha === 0) return builder.cast(positive, 'float32')
  return builder.op('Where', [positive, builder.scalar(1), builder.scalar(alpha)])
}

const eluGradient: Write = (builder, [dy, y]) => {
  const slope = builder.op('Add', [builder.op('Min', [y!, builder.scalar(0)]), builder.scalar(1)])
  return builder.op('Mul', [dy!, slope])
}

const same = new Map([
  ...[
    'Abs',
    'Ceil',
    'Cos',
    'Erf',
    'Exp',
    'Floor',
    'Log',
    'Neg',
    'Reciprocal',
    'Relu',
    'Round',
    'Sigmoid',
    'Sign',
    'Sin',
  ]
    .concat(['Softplus', 'Sqrt', 'Tan', 'Tanh', 'Elu', 'Selu'])
    .map((name): [string, LoweringRule] => [name, unary(name)]),
  ...Object.entries({
    Add: 'Add',
    Sub: 'Sub',
    Multiply: 'Mul',
    RealDiv: 'Div',
    Maximum: 'Max',
    Minimum: 'Min',
    Pow: 'Pow',
    Equal: 'Equal',
    Greater: 'Greater',
    GreaterEqual: 'GreaterOrEqual',
    Less: 'Less',
    LessEqual: 'LessOrEqual',
    LogicalAnd: 'And',
    LogicalOr: 'Or',
  }).map(([kernel, op]): [string, LoweringRule] => [kernel, binary(op)]),
])

/** Kernels that work element by element. */
export const elementwise: readonly (readonly [string, LoweringRule])[] = [
  ...same,
  ['AddN', sum],
  ['NotEqual', of(['a', 'b'], (builder, [a, b]) => builder.op('Not', [builder.op('Equal', [a!, b!])]))],
  ['LogicalNot', unary('Not')],
  ['Square', of(['x'], (builder, [x]) => builder.op('Mul', [x!, x!]))],
  [
    'SquaredDifference',
    of(['a', 'b'], (builder, [a, b]) => {
      const difference = builder.op('Sub', [a!, b!])
      return builder.op('Mul', [difference, difference])
    }),
  ],
  ['Rsqrt', of(['x'], (builder, [x]) => builder.op('Reciprocal', [builder.op('Sqrt', [x!])]))],
  ['Log1p', of(['x'], (builder, [x]) => builder.op('Log', [builder.op('Add', [x!, builder.scalar(1)])]))],
  ['Expm1', of(['x'], (builder, [x]) => builder.op('Sub', [builder.op('Exp', [x!]), builder.scalar(1)]))],
  ['Step', of(['x'], step)],
  ['EluGrad', of(['dy', 'y'], eluGradient)],
  [
    'LeakyRelu',
    of(['x'], (builder, [x], kernel) => builder.op('LeakyRelu', [x!], { alpha: number(kernel, 'alpha', 0.2) })),
  ],
  ['Prelu', of(['x', 'alpha'], (builder, [x, alpha]) => builder.op('PRelu', [x!, alpha!]))],
  ['Relu6', of(['x'], (builder, [x]) => builder.op('Clip', [x!, builder.scalar(0), builder.scalar(6)]))],
  [
    'ClipByValue',
    of(['x'], (builder, [x], kernel) => {
      const [low, high] = [number(kernel, 'clipValueMin', -Infinity), number(kernel, 'clipValueMax', Infinity)]
      return builder.op('Clip', [x!, bound(builder, low), bound(builder, high)])
    }),
  ],
  [
    'Select',
    of(['condition', 't', 'e'], (builder, [condition, t, e]) =>
      builder.op('Where', [builder.cast(condition!, 'bool'), t!, e!]),
    ),
  ],
  ['Cast', of(['x'], (builder, [x], kernel) => builder.cast(x!, kernel.outputs[0]!.dtype))],
]
