import type { EffectTable } from '../../../preload/contract/types.ts'
import { metricTitle } from '../../words/metrics.ts'
import { axisStyle, tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { PlotTable } from '../frame/plot-table.ts'
import type { ChartTheme } from '../theme.ts'

export type EffectCurve = NonNullable<EffectTable['curve']>
type Part = 'train' | 'validation'

const parts: readonly Part[] = ['train', 'validation']
const partNames: Readonly<Record<Part, string>> = { train: 'training', validation: 'validation' }

/** The point at which the mean over the trainings of the validation metric is least. */
export function lowestPoint({ points }: EffectCurve): { readonly epoch: number; readonly mean: number } | undefined {
  return points.reduce<{ epoch: number; mean: number } | undefined>((best, { epoch, validation }) => {
    if (validation === undefined || (best !== undefined && validation.mean >= best.mean)) return best
    return { epoch, mean: validation.mean }
  }, undefined)
}

export function curveTable({ metric, points }: EffectCurve): PlotTable {
  return {
    columns: ['epoch', ...parts.flatMap((part) => [`${partNames[part]} ${metric}`, 'half of its 95 % interval'])],
    rows: points.map((point) => [
      point.epoch,
      ...parts.flatMap((part) => [point[part]?.mean ?? null, point[part]?.margin ?? null]),
    ]),
  }
}

/** Training and validation metric over epochs, on a log axis, with 95 % bands and the lowest validation point. */
export function curveOption(curve: EffectCurve, theme: ChartTheme): ChartOption {
  const colours: Readonly<Record<Part, string>> = { train: theme.ink2, validation: theme.accent }
  const last = curve.points.at(-1)?.epoch ?? 1
  const lowest = lowestPoint(curve)
  const at = (epoch: number): number => Math.log10(epoch)
  const ticks = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000].filter((epoch) => epoch <= last)
  const highest = Math.max(...curve.points.flatMap((point) => parts.map((part) => topOf(point[part]))))
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    tooltip: { trigger: 'item', ...tooltipStyle(theme), formatter: ({ name }: { name: string }) => name },
    grid: { left: 56, right: 84, top: 34, bottom: 48 },
    xAxis: {
      type: 'value',
      min: 0,
      max: Math.max(at(last), 0.1),
      ...axisStyle(theme),
      splitLine: { show: false },
      axisTick: { show: true, customValues: ticks.map(at), lineStyle: { color: theme.line2 } },
      name: 'epoch, log scale',
      nameLocation: 'middle',
      nameGap: 30,
      nameTextStyle: { color: theme.ink2, fontSize: 11 },
      axisLabel: {
        color: theme.ink3,
        fontSize: 11,
        customValues: ticks.map(at),
        formatter: (place: number) => String(Math.round(10 ** place)),
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: highest,
      name: metricTitle(curve.metric),
      nameTextStyle: { color: theme.ink2, fontSize: 11, align: 'left', padding: [0, 0, 0, -40] },
      ...axisStyle(theme),
      axisLine: { show: false },
      axisLabel: {
        color: theme.ink3,
        fontSize: 11,
        formatter: (value: number) => String(Number(value.toPrecision(3))),
      },
    },
    series: [
      ...parts.flatMap((part) => [
        ...band(curve, part, colours[part]),
        {
          id: part,
          type: 'line',
          showSymbol: false,
          silent: true,
          lineStyle: { color: colours[part], width: 1.8 },
          endLabel: { show: true, formatter: partNames[part], color: colours[part], fontSize: 11.5 },
          data: curve.points.flatMap((point) => (point[part] ? [[at(point.epoch), point[part].mean]] : [])),
        },
      ]),
      ...(lowest
        ? [
            {
              id: 'lowest',
              type: 'scatter',
              symbolSize: 9,
              itemStyle: { color: theme.panel, borderColor: theme.accent, borderWidth: 2 },
              label: {
                show: true,
                position: 'bottom',
                distance: 6,
                color: theme.accent,
                fontWeight: 600,
                fontSize: 11.5,
                formatter: `lowest at epoch ${lowest.epoch}`,
              },
              data: [
                {
                  name: `Lowest validation ${curve.metric}: ${Number(lowest.mean.toPrecision(4))}, epoch ${lowest.epoch}`,
                  value: [at(lowest.epoch), lowest.mean],
                },
              ],
            },
          ]
        : []),
    ],
  }
}

const topOf = (interval: EffectCurve['points'][number][Part]): number =>
  interval === undefined ? 0 : interval.mean + (interval.margin ?? 0)

/** From the low end of the intervals to the high one: an unseen line, and what is filled above it. */
function band(curve: EffectCurve, part: Part, colour: string): object[] {
  const own = curve.points.flatMap((point) => (point[part] ? [{ epoch: point.epoch, interval: point[part] }] : []))
  const line = { type: 'line', silent: true, showSymbol: false, stack: `band ${part}`, stackStrategy: 'all' }
  return [
    {
      ...line,
      id: `${part} low`,
      lineStyle: { opacity: 0 },
      data: own.map(({ epoch, interval }) => [Math.log10(epoch), interval.mean - (interval.margin ?? 0)]),
    },
    {
      ...line,
      id: `${part} high`,
      lineStyle: { opacity: 0 },
      areaStyle: { color: colour, opacity: 0.16 },
      data: own.map(({ epoch, interval }) => [Math.log10(epoch), 2 * (interval.margin ?? 0)]),
    },
  ]
}
