import type { Figure, Measurement } from './figure.ts'
import { measureUi, type UiMeasurements } from './ui/session.ts'

const median = (values: readonly number[], share = 0.5): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

/** Figures of one size in a row take one run. */
const recent = new Map<number, { readonly at: number; readonly run: Promise<UiMeasurements> }>()

function measured(trials: number): Promise<UiMeasurements> {
  const known = recent.get(trials)
  if (known && performance.now() - known.at < 300_000) return known.run
  const run = measureUi(trials, 5, trials === 10_000)
  recent.set(trials, { at: performance.now(), run })
  return run
}

const where = 'headless Chromium, software rendering, 1440 x 900, generated study through the real web host'
const steps =
  'one end of a brush dragged over the whole axis in 100 steps; each from the pointer event to the end of the frame that shows it'

function brushing(share: number, of: UiMeasurements): Measurement {
  const ours = median(of.brush)
  const plain = median(of.plain)
  const compared =
    of.plain.length === 0
      ? ''
      : `; plain ECharts parallel coordinates in the same page: median ${plain.toFixed(0)} ms a step, ${(plain / ours).toFixed(1)} times as long`
  return {
    value: median(of.brush, share),
    how: `${steps}; median ${ours.toFixed(1)} ms, longest ${Math.max(...of.brush).toFixed(0)} ms${compared}; ${where}`,
  }
}

/** How fast the explorer is with 12 parameters and thousands of trials. */
export const uiFigures: readonly Figure[] = [
  {
    name: 'ui.load.10k',
    unit: 'ms',
    goal: { op: '<=', value: 1_500 },
    measure: async () => {
      const { loads } = await measured(10_000)
      return {
        value: median(loads),
        how: `from asking for the page to the first complete picture of 10,000 trials, project open in the host; median of ${loads.length} loads, longest ${Math.max(...loads).toFixed(0)} ms; ${where}`,
      }
    },
  },
  {
    name: 'ui.brush.10k.median',
    unit: 'ms',
    goal: { op: '<=', value: 50 },
    measure: async () => brushing(0.5, await measured(10_000)),
  },
  {
    name: 'ui.brush.10k.p95',
    unit: 'ms',
    goal: { op: '<=', value: 100 },
    measure: async () => brushing(0.95, await measured(10_000)),
  },
  {
    name: 'ui.table.fps',
    unit: 'frames/s',
    goal: { op: '>=', value: 50 },
    measure: async () => ({
      value: (await measured(10_000)).framesPerSecond,
      how: `150 frames of scrolling through 10,000 rows, 40 rows a frame; ${where}`,
    }),
  },
  {
    name: 'ui.heap.10k',
    unit: 'MB',
    goal: { op: '<=', value: 300 },
    measure: async () => ({
      value: (await measured(10_000)).heapMegabytes,
      how: `JavaScript heap of the page after brushing and scrolling 10,000 trials, garbage collected; ${where}`,
    }),
  },
  {
    name: 'ui.brush.50k.median',
    unit: 'ms',
    goal: { op: '<=', value: 150 },
    measure: async () => brushing(0.5, await measured(50_000)),
  },
]
