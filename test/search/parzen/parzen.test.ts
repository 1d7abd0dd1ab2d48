import { describe, expect, it } from 'vitest'
import { bandwidths } from '../../../main/search/parzen/bandwidths.ts'
import { ParzenEstimator, type Kernel } from '../../../main/search/parzen/estimator.ts'
import { drawTruncated } from '../../../main/search/parzen/truncated-normal.ts'
import { randomStream } from '../../../main/search/random/stream.ts'
import { compileSpace } from '../../../main/search/space/compiled.ts'
import { enumerate } from '../../../main/search/space/enumerate.ts'
import { layoutOf, type Layout } from '../../../main/search/space/layout.ts'
import type { Configuration, SearchSpace } from '../../../main/search/space/types.ts'
import { kolmogorovSmirnov, upperTail } from '../statistics.ts'

const branching: SearchSpace = {
  parameters: [
    { kind: 'categorical', name: 'optimizer', choices: ['adam', 'sgd', 'rmsprop'], default: 'adam' },
    {
      kind: 'float',
      name: 'momentum',
      low: 0,
      high: 1,
      scale: 'linear',
      default: 0,
      when: [{ parameter: 'optimizer', in: ['sgd'] }],
    },
    { kind: 'int', name: 'neurons', low: 2, high: 9, scale: 'log', default: 4 },
    {
      kind: 'int',
      name: 'layers',
      low: 1,
      high: 3,
      scale: 'linear',
      default: 1,
      when: [{ parameter: 'neurons', min: 4 }],
    },
  ],
  relations: [],
}
const layout = layoutOf(compileSpace(branching))

function kernelsOf(layout: Layout, configurations: readonly Configuration[]): Kernel[] {
  return configurations.map((configuration, index) => {
    const active = new Uint8Array(layout.axes.length)
    const point = layout.point(configuration)
    layout.canonicalise(point, active)
    return { point, active, weight: 1 + index / 3 }
  })
}

describe('Parzen estimator', () => {
  const estimator = new ParzenEstimator(
    layout,
    kernelsOf(layout, [
      { optimizer: 'sgd', momentum: 0.9, neurons: 7, layers: 2 },
      { optimizer: 'sgd', momentum: 0.7, neurons: 3 },
      { optimizer: 'adam', neurons: 8, layers: 3 },
    ]),
  )

  const density = (configuration: Configuration): number => {
    const [kernel] = kernelsOf(layout, [configuration])
    return Math.exp(estimator.logDensity((kernel as Kernel).point, (kernel as Kernel).active))
  }

  it('integrates to 1 over a conditional mixed space', () => {
    const cells = 2000
    let total = 0
    const steps = Array.from({ length: cells }, (_, index) => (index + 0.5) / cells)
    for (const configuration of enumerate(layout.compiled, { levels: 1 }))
      if (configuration['momentum'] === undefined) total += density(configuration)
      else for (const momentum of steps) total += density({ ...configuration, momentum }) / cells
    expect(total).toBeCloseTo(1, 3)
  })

  it('draws points as often as its density says', () => {
    const random = randomStream(1, 0, 'test')
    const counts = new Map<string, number>()
    const draws = 40_000
    for (let k = 0; k < draws; k++) {
      const key = JSON.stringify({ ...layout.configuration(estimator.draw(random, 1).point), momentum: undefined })
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    for (const configuration of enumerate(layout.compiled, { levels: 1 })) {
      const { momentum, ...rest } = configuration
      let expected = 0
      if (momentum === undefined) expected = density(configuration)
      else for (let k = 0; k < 400; k++) expected += density({ ...configuration, momentum: (k + 0.5) / 400 }) / 400
      const error = Math.sqrt((expected * (1 - expected)) / draws)
      expect(Math.abs((counts.get(JSON.stringify(rest)) ?? 0) / draws - expected)).toBeLessThan(4.5 * error + 2e-4)
    }
  })

  it('takes the wider gap to a neighbour as bandwidth, the outermost looking inwards, within its bounds', () => {
    expect([...bandwidths(Float64Array.of(0.5, 0.1, 0.2))]).toEqual([
      expect.closeTo(0.3, 12),
      expect.closeTo(0.2, 12),
      expect.closeTo(0.3, 12),
    ])
    expect([...bandwidths(Float64Array.of(0.3))]).toEqual([0.7])
    expect([...bandwidths(Float64Array.of(0.4, 0.4, 0.4))]).toEqual([0.2, 0.2, 0.2])
  })
})

describe('truncated normal', () => {
  it.each([
    [0.5, 0.1],
    [0.02, 0.5],
    [-1.2, 0.1],
    [2.2, 0.1],
    [-0.3, 0.01],
    [0.999, 0.001],
  ])('draws what its distribution function says, mean %d and deviation %d', (mean, deviation) => {
    const { uniform } = randomStream(2, 0, 'test')
    const samples = Array.from({ length: 10_000 }, () => drawTruncated(mean, deviation, uniform()))
    const tail = (x: number): number => upperTail((x - mean) / deviation)
    const lower = (x: number): number => upperTail((mean - x) / deviation)
    const distribution = (x: number): number =>
      mean < 0.5 ? (tail(0) - tail(x)) / (tail(0) - tail(1)) : (lower(x) - lower(0)) / (lower(1) - lower(0))
    expect(kolmogorovSmirnov(samples, distribution)).toBeGreaterThan(1e-3)
  })
})
