import type { ParallelAxis } from '../parallel/axis.ts'
import type { ChartTheme } from '../theme.ts'
import type { HistoryRecord } from './data.ts'
import type { RunningPoint } from './running.ts'

/** Most points of a line: more are not told apart. */
const most = 400

/** Best so far as steps, the running mean with its band, the defaults, in places of the two axes. */
export function historySeries(
  record: HistoryRecord,
  running: readonly RunningPoint[],
  x: ParallelAxis,
  y: ParallelAxis,
  theme: ChartTheme,
): readonly object[] {
  const last = record.improvements.at(-1)
  const end = (x.range?.[1] ?? 0) as number
  const steps = [...record.improvements, ...(last ? [[end, last[1]] as const] : [])].map(([trial, score]) => [
    x.position(trial),
    y.position(score),
  ])
  const stride = Math.ceil(running.length / most)
  const thin = running.filter((_, at) => at % Math.max(1, stride) === 0)
  const low = thin.map(({ trial, mean, deviation }) => [x.position(trial), y.position(mean - deviation)])
  const high = thin.map(({ trial, mean, deviation }) => [x.position(trial), y.position(mean + deviation)])
  const line = { type: 'line', showSymbol: false, silent: true, animation: false }
  return [
    {
      id: 'band',
      type: 'custom',
      silent: true,
      clip: true,
      data: thin.length > 1 ? [[0, 0]] : [],
      renderItem: (_: unknown, api: { coord(at: readonly number[]): number[] }) => ({
        type: 'polygon',
        shape: { points: [...low, ...high.toReversed()].map((at) => api.coord(at)) },
        style: { fill: theme.ink, opacity: 0.1 },
      }),
    },
    {
      ...line,
      id: 'mean',
      data: thin.map(({ trial, mean }) => [x.position(trial), y.position(mean)]),
      lineStyle: { color: theme.ink2, width: 1.2 },
    },
    { ...line, id: 'best', step: 'end', data: steps, lineStyle: { color: theme.accent, width: 1.8 } },
    ...(record.baseline === undefined
      ? []
      : [
          {
            ...line,
            id: 'baseline',
            data: [
              [0, y.position(record.baseline)],
              [1, y.position(record.baseline)],
            ],
            lineStyle: { color: theme.ink2, type: [4, 3], width: 1.2 },
          },
        ]),
  ]
}
