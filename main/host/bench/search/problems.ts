import type { Configuration, Parameter, SearchSpace } from '../../../search/space/types.ts'

/** A function to minimise, with its space. */
export interface BenchProblem {
  readonly name: string
  readonly space: SearchSpace
  readonly optimum: number
  evaluate(configuration: Configuration): number
}

const float = (name: string, low: number, high: number, scale: 'linear' | 'log' = 'linear'): Parameter => ({
  kind: 'float',
  name,
  low,
  high,
  scale,
  default: low,
})
const int = (name: string, low: number, high: number, scale: 'linear' | 'log' = 'linear'): Parameter => ({
  kind: 'int',
  name,
  low,
  high,
  scale,
  default: low,
})
const choice = (name: string, choices: readonly string[]): Parameter => ({
  kind: 'categorical',
  name,
  choices,
  default: choices[0] as string,
})

function box(
  name: string,
  bounds: readonly (readonly [number, number])[],
  f: (x: readonly number[]) => number,
  optimum = 0,
): BenchProblem {
  return {
    name,
    optimum,
    space: { parameters: bounds.map(([low, high], index) => float(`x${index}`, low, high)), relations: [] },
    evaluate: (configuration) => f(bounds.map((_, index) => Number(configuration[`x${index}`]))),
  }
}

const cube = (low: number, high: number, d = 10): (readonly [number, number])[] =>
  Array.from({ length: d }, () => [low, high] as const)

/** The optimum lies off the centre: 0.2 + 0.6 frac((i + 1) golden) along each side. */
function shifted(low: number, high: number, f: (z: readonly number[]) => number): (x: readonly number[]) => number {
  return (x) =>
    f(x.map((value, i) => value - (low + (high - low) * (0.2 + 0.6 * (((i + 1) * 0.6180339887498949) % 1)))))
}

const sphere = (z: readonly number[]): number => z.reduce((sum, value) => sum + value * value, 0)

const rosenbrock = (x: readonly number[]): number =>
  x.slice(1).reduce((sum, next, i) => {
    const here = x[i] as number
    return sum + 100 * (next - here * here) ** 2 + (1 - here) ** 2
  }, 0)

const ackley = (z: readonly number[]): number => {
  const d = z.length
  const cosines = z.reduce((sum, value) => sum + Math.cos(2 * Math.PI * value), 0)
  return -20 * Math.exp(-0.2 * Math.sqrt(sphere(z) / d)) - Math.exp(cosines / d) + 20 + Math.E
}

const rastrigin = (z: readonly number[]): number =>
  10 * z.length + z.reduce((sum, value) => sum + value * value - 10 * Math.cos(2 * Math.PI * value), 0)

const branin = ([a = 0, b = 0]: readonly number[]): number =>
  (b - (5.1 / (4 * Math.PI ** 2)) * a * a + (5 / Math.PI) * a - 6) ** 2 +
  10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) +
  10

const HARTMANN_A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
]
const HARTMANN_P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
]
const hartmann = (x: readonly number[]): number =>
  -[1, 1.2, 3, 3.2].reduce((sum, a, i) => {
    const exponent = x.reduce((total, value, j) => {
      return total + (HARTMANN_A[i]?.[j] as number) * (value - 1e-4 * (HARTMANN_P[i]?.[j] as number)) ** 2
    }, 0)
    return sum + a * Math.exp(-exponent)
  }, 0)

/** Looks like tuning a network: the best learning rate depends on optimizer and batch size. */
const mixed9: BenchProblem = {
  name: 'mixed9',
  optimum: 0,
  space: {
    parameters: [
      float('lr', 1e-5, 1, 'log'),
      float('wd', 1e-7, 0.1, 'log'),
      float('dropout', 0, 0.8),
      float('momentum', 0, 0.99),
      int('units', 16, 1024, 'log'),
      int('layers', 1, 8),
      int('batchExp', 4, 9),
      choice('activation', ['relu', 'tanh', 'sigmoid', 'gelu', 'elu']),
      choice('optimizer', ['adam', 'sgd', 'rmsprop']),
    ],
    relations: [],
  },
  evaluate(c) {
    const [lr, wd, dropout, momentum, units, layers, batch] = [
      'lr',
      'wd',
      'dropout',
      'momentum',
      'units',
      'layers',
      'batchExp',
    ].map((name) => Number(c[name])) as [number, number, number, number, number, number, number]
    const sgd = c['optimizer'] === 'sgd'
    const bestRate = { sgd: -1, adam: -3, rmsprop: -3.3 }[String(c['optimizer'])] as number
    return (
      (Math.log10(lr) - bestRate - 0.15 * (batch - 6)) ** 2 +
      0.1 * (Math.log10(wd) + 4) ** 2 +
      2 * (dropout - 0.05 * Math.log2(units / 16)) ** 2 +
      (sgd ? 1.5 * (momentum - 0.9) ** 2 : 0.2 * (momentum - 0.5) ** 2) +
      0.15 * Math.log2(units / 256) ** 2 +
      0.08 * (layers - 4) ** 2 +
      0.03 * (batch - 6) ** 2 +
      ({ relu: 0.05, tanh: 0.3, sigmoid: 0.8, gelu: 0, elu: 0.1 }[String(c['activation'])] as number) +
      ({ sgd: 0, adam: 0.1, rmsprop: 0.25 }[String(c['optimizer'])] as number)
    )
  },
}

const when = (parameter: Parameter, parent: string, condition: object): Parameter =>
  ({ ...parameter, when: [{ parameter: parent, ...condition }] }) as Parameter

/** Thirteen parameters of which few are active at once. */
const cond: BenchProblem = {
  name: 'cond',
  optimum: 0,
  space: {
    parameters: [
      choice('optimizer', ['adam', 'sgd']),
      when(float('lr_sgd', 1e-4, 10, 'log'), 'optimizer', { in: ['sgd'] }),
      when(float('momentum', 0, 0.99), 'optimizer', { in: ['sgd'] }),
      when(float('lr_adam', 1e-6, 0.1, 'log'), 'optimizer', { in: ['adam'] }),
      when(float('b2', 1e-4, 0.1, 'log'), 'optimizer', { in: ['adam'] }),
      int('layers', 1, 4),
      ...[1, 2, 3, 4].map((k) => when(int(`units_${k}`, 8, 512, 'log'), 'layers', { min: k })),
      choice('reg', ['none', 'dropout', 'l2']),
      when(float('rate', 0, 0.9), 'reg', { in: ['dropout'] }),
      when(float('l2', 1e-7, 0.1, 'log'), 'reg', { in: ['l2'] }),
    ],
    relations: [],
  },
  evaluate(c) {
    const log = (name: string): number => Math.log10(Number(c[name]))
    const a =
      c['optimizer'] === 'sgd'
        ? 0.5 * (log('lr_sgd') + 1) ** 2 + 2 * (Number(c['momentum']) - 0.9) ** 2
        : 0.15 + 0.5 * (log('lr_adam') + 3) ** 2 + 0.1 * (log('b2') + 3) ** 2
    const layers = Number(c['layers'])
    let b = 0.25 * (layers - 3) ** 2
    for (let k = 1; k <= layers; k++) b += 0.08 * (Math.log2(Number(c[`units_${k}`])) - (8 - k)) ** 2
    const regularised =
      c['reg'] === 'none'
        ? 0.3
        : c['reg'] === 'dropout'
          ? 0.05 + 3 * (Number(c['rate']) - 0.25) ** 2
          : 0.1 * (log('l2') + 4) ** 2
    return a + b + regularised
  },
}

/** The closed-form problems that the reference figures were measured on, exactly as defined there. */
export const problems = {
  sphere10: box('sphere10', cube(-5.12, 5.12), sphere),
  sphere10s: box('sphere10s', cube(-5.12, 5.12), shifted(-5.12, 5.12, sphere)),
  rosen10: box('rosen10', cube(-5, 10), rosenbrock),
  branin: box(
    'branin',
    [
      [-5, 10],
      [0, 15],
    ],
    branin,
    0.39788736,
  ),
  hartmann6: box('hartmann6', cube(0, 1, 6), hartmann, -3.32236801),
  ackley10s: box('ackley10s', cube(-32.768, 32.768), shifted(-32.768, 32.768, ackley)),
  rastrigin10s: box('rastrigin10s', cube(-5.12, 5.12), shifted(-5.12, 5.12, rastrigin)),
  mixed9,
  cond,
} as const satisfies Record<string, BenchProblem>

/** Sphere and Rosenbrock on [-5, 5]^10, as in optuna issue 2871. */
export const issue2871 = {
  s2871: box('s2871', cube(-5, 5), sphere),
  r2871: box('r2871', cube(-5, 5), rosenbrock),
} as const satisfies Record<string, BenchProblem>
