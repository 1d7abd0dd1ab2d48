import { describe, expect, test } from 'vitest'
import type { Objective, TrialRow } from '../../preload/contract/types.ts'
import { curvesRecord } from '../../renderer/charts/curves/data.ts'
import { curvesOption } from '../../renderer/charts/curves/option.ts'
import { historyRecord } from '../../renderer/charts/history/data.ts'
import { historyOption } from '../../renderer/charts/history/option.ts'
import { inDrawingOrder, type Scene } from '../../renderer/charts/parallel/draw.ts'
import type { ChartTheme } from '../../renderer/charts/theme.ts'

const theme: ChartTheme = {
  ink: '#111111',
  ink2: '#222222',
  ink3: '#333333',
  line: '#444444',
  line2: '#555555',
  panel: '#ffffff',
  accent: '#0000ff',
  warn: '#aa8800',
  pin: '#ff8800',
  grey: '#cccccc',
  font: 'Inter',
  ramp: ['#000001', '#000002', '#000003'],
  categories: ['#0072b2', '#d55e00'],
}
const objective: Objective = { metric: 'accuracy', direction: 'maximise' }
const trial = (
  number: number,
  state: TrialRow['state'],
  value?: number,
  origin: TrialRow['origin'] = 'sampler',
): TrialRow => ({
  number,
  state,
  origin,
  configuration: [],
  epochs: 3,
  epochsPlanned: 10,
  seconds: 1,
  ...(value === undefined ? {} : { value }),
})
const rows = [
  trial(0, 'complete', 0.9, 'default'),
  trial(1, 'pruned', 0.6),
  trial(2, 'failed'),
  trial(3, 'complete', 0.88),
  trial(4, 'complete', 0.93),
  trial(5, 'running', 0.5),
]

describe('best so far', () => {
  test('steps up only at complete trials that are better', () => {
    const record = historyRecord(rows, objective)
    expect(record.improvements).toEqual([
      [0, 0.9],
      [4, 0.93],
    ])
    expect(record.baseline).toBe(0.9)
    expect(record.pruned).toEqual([[1, 0.6]])
    expect(record.withoutScore).toBe(2)
    expect(historyRecord(rows, { metric: 'loss', direction: 'minimise' }).improvements).toEqual([
      [0, 0.9],
      [3, 0.88],
    ])
  })
  test('a first trial of the user is no baseline, nor is one that failed', () => {
    expect(historyRecord([trial(0, 'complete', 0.9, 'user')], objective).baseline).toBeUndefined()
    expect(historyRecord([trial(0, 'failed', undefined, 'default')], objective).baseline).toBeUndefined()
    expect(historyRecord([], objective).improvements).toEqual([])
  })
  test('is drawn in percent, with the defaults as a dashed line', () => {
    const option = JSON.parse(JSON.stringify(historyOption(historyRecord(rows, objective), objective, theme)))
    const best = option.series.find((series: { id: string }) => series.id === 'best')
    expect(best.data).toEqual([
      [0, 90],
      [4, 93],
      [5, 93],
    ])
    expect(best.markLine.data).toEqual([{ yAxis: 90 }])
    expect(best.markLine.label.formatter).toBe('default 90.00')
  })
})

describe('learning curves', () => {
  const points = new Map([
    [
      0,
      [
        [1, 0.5],
        [2, 0.8],
        [3, 0.9],
      ],
    ],
    [
      1,
      [
        [1, 0.4],
        [2, 0.6],
      ],
    ],
    [
      4,
      [
        [1, 0.7],
        [2, 0.95],
        [3, 0.93],
      ],
    ],
    [5, [[1, 0.5]]],
  ] as const)
  const read = (number: number) => points.get(number as 0)

  test('running ones lie on top, then the best', () => {
    const record = curvesRecord(rows, read, objective, 100)
    expect(record.lines.map((line) => line.trial)).toEqual([1, 0, 4, 5])
    // Two more have trained; their curves are not loaded.
    expect(record.total).toBe(6)
    expect(record.epochs).toBe(10)
  })
  test('a peak on the way stays inside the plot', () => {
    expect(curvesRecord(rows, read, objective, 100).range.high).toBeGreaterThan(0.95)
  })
  test('where there are too many, the best and the running stay, and the rest is counted', () => {
    const many = Array.from({ length: 500 }, (_, number) =>
      trial(number, number === 7 ? 'running' : 'complete', number / 1_000),
    )
    const record = curvesRecord(many, (number) => [[1, number / 1_000]], objective, 50)
    expect(record.lines).toHaveLength(50)
    expect(record.total).toBe(500)
    const drawn = record.lines.map((line) => line.trial)
    expect(drawn).toContain(7)
    for (const best of [499, 498, 497, 496, 495]) expect(drawn).toContain(best)
  })
  test('states are told apart by more than colour', () => {
    const option = JSON.parse(JSON.stringify(curvesOption(curvesRecord(rows, read, objective, 100), objective, theme)))
    const styles = new Map(
      option.series[0].data.map((line: { name: string; lineStyle: object }) => [line.name, line.lineStyle]),
    )
    expect(styles.get('trial 1, pruned')).toMatchObject({ type: [3, 2] })
    expect(styles.get('trial 4, complete')).toMatchObject({ type: 'solid' })
    expect(option.series.find((series: { id: string }) => series.id === 'pruned').symbol).toBe('triangle')
  })
})

describe('many lines of parallel coordinates', () => {
  const positions = new Float32Array([0, 1])
  const lines = Array.from({ length: 5_000 }, (_, number) => ({
    trial: number,
    state: 'complete' as const,
    positions,
    goodness: number / 5_000,
    tone: number / 5_000,
  }))
  const layout = { width: 100, height: 100, left: 0, right: 0, top: 0, bottom: 0, lowest: 0 }
  const scene = (selected: ReadonlySet<number>, filtered: boolean): Scene => ({
    lines,
    layout,
    theme,
    mask: Uint8Array.from({ length: 5_000 }, (_, trial) => Number(selected.has(trial))),
    filtered,
    colours: { kind: 'ramp' },
    drawing: 'lines',
    coloured: undefined,
    scoreAt: 1,
    baseline: undefined,
  })

  test('selected ones are drawn over the others, the best last', () => {
    const order = inDrawingOrder(scene(new Set([5, 4_000]), true)).map((line) => line.trial)
    expect(order).toHaveLength(5_000)
    expect(order.slice(-2)).toEqual([5, 4_000])
  })
})
