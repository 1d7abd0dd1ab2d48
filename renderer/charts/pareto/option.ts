import type { Objective } from '../../../preload/contract/types.ts'
import { formatMetric, isShare, metricOnAxis } from '../../words/metrics.ts'
import { objectiveHeading } from '../../words/objectives.ts'
import { axisStyle, tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'
import type { ConfirmedPoint, ParetoPoint, ParetoRecord } from './data.ts'

/** What is marked of the points. */
export interface ParetoMarks {
  /** By trial number, 1 what is selected. */
  readonly selected: Uint8Array
  readonly pinned: readonly number[]
  readonly hovered: number | undefined
}

/** A measure whose values differ by more than this factor stands on a logarithmic axis. */
const wide = 20

/**
 * Two objectives against each other: what is dominated muted, the front as hollow points on the steps that bound what it
 * dominates, fresh seeds as filled points with their intervals, baselines as squares, the defaults as a diamond.
 */
export function paretoOption(record: ParetoRecord, marks: ParetoMarks, theme: ChartTheme): ChartOption {
  const { across, up } = record
  const x = (value: number) => metricOnAxis(across.objective.metric, value)
  const y = (value: number) => metricOnAxis(up.objective.metric, value)
  const isOn = ({ trial }: { trial: number }) => marks.selected[trial] === 1
  const item = (point: ParetoPoint) => ({
    value: [x(point.x), y(point.y)],
    trial: point.trial,
    name: `trial ${point.trial}${point.state === 'pruned' ? ', pruned' : ''}`,
    ...(isOn(point) ? {} : { itemStyle: { opacity: 0.18 } }),
  })
  const front = record.points.filter(({ onFront }) => onFront)
  const muted = record.points.filter(({ onFront, state, trial }) => !onFront && state === 'complete' && trial !== 0)
  const marked = record.points.filter(({ trial }) => marks.pinned.includes(trial) || trial === marks.hovered)
  const about = ({ name, data }: { name: string; data: { trial?: number; point?: ConfirmedPoint } }) => {
    if (data.point) return `${name}, fresh seeds: ${said(data.point.x[0], data.point.y[0])}`
    const point = record.points.find(({ trial }) => trial === data.trial)
    return point ? `${name}: ${said(point.x, point.y)}` : name
  }
  const said = (atX: number, atY: number) =>
    `${formatMetric(up.objective.metric, atY)}, ${formatMetric(across.objective.metric, atX)}`
  const confirmed = (point: ConfirmedPoint) => ({
    value: [x(point.x[0]), y(point.y[0])],
    name: point.name,
    point,
    ...(point.trial === undefined ? {} : { trial: point.trial }),
  })
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left: 58, right: 22, top: 18, bottom: 44 },
    tooltip: { trigger: 'item', formatter: about, ...tooltipStyle(theme) },
    xAxis: valueAxis(
      across.objective,
      record.points.map((point) => point.x),
      theme,
      26,
    ),
    yAxis: valueAxis(
      up.objective,
      record.points.map((point) => point.y),
      theme,
      42,
    ),
    series: [
      {
        id: 'dominated',
        type: 'scatter',
        large: muted.length > 3_000,
        data: muted.map(item),
        symbolSize: 5,
        itemStyle: { color: theme.ink3, opacity: 0.5 },
      },
      {
        id: 'pruned',
        type: 'scatter',
        data: record.points.filter(({ state }) => state === 'pruned').map(item),
        symbol: 'triangle',
        symbolRotate: 180,
        symbolSize: 6,
        itemStyle: { color: 'transparent', borderColor: theme.ink3, borderWidth: 1, opacity: 0.6 },
      },
      {
        id: 'steps',
        type: 'line',
        data: record.steps.map(([atX, atY]) => [x(atX), y(atY)]),
        showSymbol: false,
        silent: true,
        lineStyle: { color: theme.accent, width: 1.6 },
      },
      {
        id: 'front',
        type: 'scatter',
        data: front.map(item),
        symbolSize: 9,
        itemStyle: { color: theme.panel, borderColor: theme.accent, borderWidth: 1.8 },
        z: 4,
      },
      {
        id: 'defaults',
        type: 'scatter',
        data: record.points
          .filter(({ trial }) => trial === 0)
          .map((point) => ({ ...item(point), name: 'defaults, trial 0' })),
        symbol: 'diamond',
        symbolSize: 12,
        itemStyle: { color: 'transparent', borderColor: theme.ink, borderWidth: 1.4 },
        label: { show: true, formatter: 'defaults', position: 'bottom', color: theme.ink2, fontSize: 11 },
        labelLayout: { hideOverlap: true },
        z: 5,
      },
      {
        id: 'intervals',
        type: 'lines',
        coordinateSystem: 'cartesian2d',
        silent: true,
        data: record.confirmed.flatMap((point) => [
          {
            coords: [
              [x(point.x[0]), y(point.y[1])],
              [x(point.x[0]), y(point.y[2])],
            ],
          },
          {
            coords: [
              [x(point.x[1]), y(point.y[0])],
              [x(point.x[2]), y(point.y[0])],
            ],
          },
        ]),
        lineStyle: { color: theme.accent, width: 1.4, opacity: 1 },
        z: 5,
      },
      {
        id: 'confirmed',
        type: 'scatter',
        data: record.confirmed.map(confirmed),
        symbolSize: 7,
        itemStyle: { color: theme.accent },
        z: 6,
      },
      {
        id: 'baselines',
        type: 'scatter',
        data: record.baselines.map(confirmed),
        symbol: 'rect',
        symbolSize: 8,
        itemStyle: { color: 'transparent', borderColor: theme.ink2, borderWidth: 1.4 },
        label: { show: true, formatter: '{b}', position: 'right', color: theme.ink2, fontSize: 11 },
        labelLayout: { hideOverlap: true },
        z: 5,
      },
      {
        id: 'marked',
        type: 'scatter',
        silent: true,
        data: marked.map((point) => ({
          value: [x(point.x), y(point.y)],
          itemStyle: { borderColor: marks.pinned.includes(point.trial) ? theme.pin : theme.ink },
        })),
        symbolSize: 15,
        itemStyle: { color: 'transparent', borderWidth: 2 },
        z: 7,
      },
    ],
  }
}

function valueAxis(objective: Objective, values: readonly number[], theme: ChartTheme, nameGap: number) {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const isLog = low > 0 && high / low > wide && !isShare(objective.metric)
  return {
    type: isLog ? 'log' : 'value',
    scale: true,
    name: `${objectiveHeading(objective)}${isLog ? ', log' : ''}, ${objective.direction === 'maximise' ? 'higher' : 'lower'} is better`,
    nameLocation: 'middle',
    nameGap,
    nameTextStyle: { color: theme.ink2, fontSize: 11 },
    ...axisStyle(theme),
    axisLabel: {
      color: theme.ink3,
      fontSize: 11,
      hideOverlap: true,
      formatter: (value: number) => short(value),
    },
  }
}

/** 250000 -> 250k */
function short(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`
  if (Math.abs(value) >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`
  return String(Number(value.toPrecision(4)))
}
