import type { Insights } from '../../../preload/contract/types.ts'
import { parameterTitle } from '../../words/parameters.ts'
import { axisStyle, tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { PlotTable } from '../frame/plot-table.ts'
import type { ChartTheme } from '../theme.ts'

export interface ImportanceRow {
  readonly parameter: string
  /** Share of the variation of the score over the whole space, and its deviation over the trees of the forest. */
  readonly share: number
  readonly spread: number
  /** Share among the best tenth (PED-ANOVA). */
  readonly near?: number
}

/** Parameters by importance over the whole space, the most important first. */
export function importanceRows({ importance, local }: Insights): readonly ImportanceRow[] {
  return (importance?.mains ?? []).map(({ parameters: [parameter = ''], share, spread }) => {
    const near = local.find((each) => each.parameter === parameter)?.share
    return { parameter, share, spread, ...(near === undefined ? {} : { near }) }
  })
}

export function importanceTable(rows: readonly ImportanceRow[]): PlotTable {
  return {
    columns: ['parameter', 'whole space', 'deviation', 'best tenth'],
    rows: rows.map(({ parameter, share, spread, near }) => [parameter, share, spread, near ?? null]),
  }
}

/** Bars with their deviation for the whole space, rings for the best tenth. */
export function importanceOption(rows: readonly ImportanceRow[], theme: ChartTheme): ChartOption {
  const percent = (share: number) => `${Math.round(100 * share)} %`
  return {
    animation: false,
    textStyle: { fontFamily: theme.font },
    grid: { left: 120, right: 20, top: 6, bottom: 26 },
    tooltip: {
      ...tooltipStyle(theme),
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const row = rows[dataIndex]
        if (!row) return ''
        const near = row.near === undefined ? '' : `; among the best tenth ${percent(row.near)}`
        return `${parameterTitle(row.parameter)}: ${percent(row.share)} ± ${percent(row.spread)} of the variation${near}`
      },
    },
    xAxis: {
      type: 'value',
      min: 0,
      ...axisStyle(theme),
      axisLabel: { color: theme.ink3, fontSize: 11, formatter: percent },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ parameter }) => parameterTitle(parameter)),
      ...axisStyle(theme),
      axisLabel: { color: theme.ink2, fontSize: 11, width: 110, overflow: 'truncate', interval: 0 },
    },
    series: [
      { type: 'bar', barWidth: '45%', itemStyle: { color: theme.grey }, data: rows.map(({ share }) => share) },
      {
        type: 'custom',
        silent: true,
        data: rows.map(({ share, spread }, at) => [at, Math.max(0, share - spread), share + spread]),
        encode: { x: [1, 2], y: 0 },
        renderItem: (_: unknown, api: { value(at: number): number; coord(at: readonly number[]): number[] }) => {
          const [x1 = 0, y = 0] = api.coord([api.value(1), api.value(0)])
          const [x2 = 0] = api.coord([api.value(2), api.value(0)])
          return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style: { stroke: theme.ink2, lineWidth: 1.4 } }
        },
      },
      {
        type: 'scatter',
        symbolSize: 8,
        itemStyle: { color: theme.panel, borderColor: theme.accent, borderWidth: 2 },
        data: rows.flatMap(({ near }, at) => (near === undefined ? [] : [[near, at]])),
      },
    ],
  }
}
