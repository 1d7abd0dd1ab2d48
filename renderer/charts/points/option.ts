import { axisStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import { missingAt, type ParallelAxis } from '../parallel/axis.ts'
import type { ChartTheme } from '../theme.ts'
import type { Window } from './data.ts'

/** Room around the points for ticks and titles, in pixels. */
export const margins = { left: 56, right: 14, top: 8, bottom: 38 } as const

/** The axes of a plane on places, as ECharts draws them; points are drawn by us on the same area. */
export function planeOption(
  x: ParallelAxis,
  y: ParallelAxis,
  window: Window,
  theme: ChartTheme,
  series: readonly object[],
): ChartOption {
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: margins,
    xAxis: { ...axis(x, window.x, theme), nameGap: 22 },
    yAxis: { ...axis(y, window.y, theme), nameGap: 40 },
    series: [...series],
  }
}

function axis(of: ParallelAxis, [min, max]: readonly [number, number], theme: ChartTheme) {
  const ticks = [...of.ticks, ...(of.missing ? [{ position: missingAt, label: of.missing }] : [])].filter(
    ({ position }) => position >= min && position <= max,
  )
  const values = ticks.map(({ position }) => position)
  return {
    type: 'value',
    min,
    max,
    ...axisStyle(theme),
    name: `${of.title}${of.kind === 'number' && of.subtitle ? `, ${of.subtitle}` : ''}`,
    nameLocation: 'middle',
    nameTextStyle: { color: theme.ink3, fontSize: 11 },
    splitLine: { show: false },
    axisTick: { show: true, customValues: values, lineStyle: { color: theme.line2 } },
    axisLabel: {
      color: theme.ink3,
      fontSize: 11,
      customValues: values,
      hideOverlap: true,
      formatter: (position: number) => ticks.find((tick) => Math.abs(tick.position - position) < 1e-6)?.label ?? '',
    },
  }
}
