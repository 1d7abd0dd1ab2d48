import type { Objective } from '../../../preload/contract/types.ts'
import { metricOnAxis, metricTitle, metricUnit } from '../../words/metrics.ts'
import { axisStyle, tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'
import type { Distribution } from './data.ts'

/** The selection in colour over all trials in grey. */
export function distributionOption(
  distributions: readonly Distribution[],
  objective: Objective,
  theme: ChartTheme,
): ChartOption {
  const unit = metricUnit(objective.metric)
  const colours = [theme.ink3, theme.accent]
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left: 50, right: 16, top: 14, bottom: 42 },
    tooltip: {
      trigger: 'axis',
      ...tooltipStyle(theme),
      valueFormatter: (share: unknown) => `${(Number(share) * 100).toFixed(1)} % of trials`,
    },
    xAxis: {
      type: 'value',
      scale: true,
      ...axisStyle(theme),
      name: `validation ${metricTitle(objective.metric)}${unit ? `, ${unit}` : ''}`,
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: { color: theme.ink3, fontSize: 11 },
      axisLabel: { color: theme.ink3, fontSize: 11 },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      ...axisStyle(theme),
      axisLabel: { color: theme.ink3, fontSize: 11, formatter: (share: number) => `${Math.round(share * 100)} %` },
    },
    series: distributions.map(({ name, steps }, at) => ({
      id: name,
      name,
      type: 'line',
      step: 'end',
      showSymbol: false,
      data: steps.map(([score, share]) => [metricOnAxis(objective.metric, score), share]),
      lineStyle: { color: colours[at] ?? theme.ink, width: at === 0 ? 1.4 : 2 },
      itemStyle: { color: colours[at] ?? theme.ink },
    })),
  }
}
