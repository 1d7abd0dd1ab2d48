import type { TrialDiagnosis } from '../../../preload/contract/types.ts'
import { formatPlain } from '../../words/numbers.ts'
import { axisStyle, tooltipStyle } from '../axis-style.ts'
import type { ChartOption } from '../echarts.ts'
import type { ChartTheme } from '../theme.ts'

export type ClassDiagnosis = Extract<TrialDiagnosis, { readonly task: 'classification' }>
export type NumberDiagnosis = Extract<TrialDiagnosis, { readonly task: 'regression' }>
export type ClassCurve = ClassDiagnosis['curves'][number]

const frame = { left: 52, right: 16, top: 14, bottom: 42 }

function shareAxis(name: string, gap: number, theme: ChartTheme) {
  return {
    type: 'value',
    min: 0,
    max: 1,
    name,
    nameLocation: 'middle',
    nameGap: gap,
    nameTextStyle: { color: theme.ink2, fontSize: 11, fontFamily: theme.font },
    axisLabel: { color: theme.ink3, fontSize: 11, formatter: (value: number) => `${Math.round(value * 100)}` },
    ...axisStyle(theme),
  }
}

function base(theme: ChartTheme): ChartOption {
  return { animation: false, textStyle: { fontFamily: theme.font }, grid: frame }
}

const colourOf = (theme: ChartTheme, at: number) => theme.categories[at % theme.categories.length] ?? theme.ink3

/** How many of a class are found, for how many others taken for it; the diagonal is chance. */
export function rocOption(curves: readonly ClassCurve[], theme: ChartTheme): ChartOption {
  return {
    ...base(theme),
    tooltip: {
      trigger: 'item',
      formatter: ({ seriesName, value }: { seriesName: string; value: number[] }) =>
        `${seriesName}: finds ${percent(value[1])} of them, and takes ${percent(value[0])} of the others for one`,
      ...tooltipStyle(theme),
    },
    xAxis: shareAxis('others taken for the class, %', 26, theme),
    yAxis: shareAxis('of the class found, %', 36, theme),
    series: [
      diagonal(theme),
      ...curves.map(({ label, roc }, at) => ({
        type: 'line',
        name: label,
        data: roc,
        symbolSize: 4,
        showSymbol: false,
        step: false,
        lineStyle: { width: 1.6, color: colourOf(theme, at) },
        itemStyle: { color: colourOf(theme, at) },
      })),
    ],
  }
}

/** How many of those taken for a class are of it, while more and more are taken. */
export function precisionOption(curves: readonly ClassCurve[], theme: ChartTheme): ChartOption {
  return {
    ...base(theme),
    tooltip: {
      trigger: 'item',
      formatter: ({ seriesName, value }: { seriesName: string; value: number[] }) =>
        `${seriesName}: with ${percent(value[0])} of them found, ${percent(value[1])} of those taken are right`,
      ...tooltipStyle(theme),
    },
    xAxis: shareAxis('recall, %', 26, theme),
    yAxis: shareAxis('precision, %', 36, theme),
    series: curves.map(({ label, precisionRecall }, at) => ({
      type: 'line',
      name: label,
      data: precisionRecall,
      showSymbol: precisionRecall.length === 1,
      lineStyle: { width: 1.6, color: colourOf(theme, at) },
      itemStyle: { color: colourOf(theme, at) },
    })),
  }
}

/** How often the predicted class is right, by how probable the network said it was. */
export function calibrationOption({ bins }: ClassDiagnosis, theme: ChartTheme): ChartOption {
  const most = Math.max(1, ...bins.map(({ rows }) => rows))
  return {
    ...base(theme),
    tooltip: {
      trigger: 'item',
      formatter: ({ value }: { value: number[] }) =>
        `said ${percent(value[0])}, right in ${percent(value[1])} of ${value[2]} rows`,
      ...tooltipStyle(theme),
    },
    xAxis: shareAxis('probability that it gave, %', 26, theme),
    yAxis: shareAxis('right, %', 36, theme),
    series: [
      diagonal(theme),
      {
        type: 'scatter',
        data: bins.flatMap(({ rows, confidence, right }) =>
          confidence === undefined || right === undefined ? [] : [[confidence, right, rows]],
        ),
        symbolSize: (value: number[]) => 5 + 17 * Math.sqrt((value[2] ?? 0) / most),
        itemStyle: { color: theme.accent, opacity: 0.85 },
      },
    ],
  }
}

/** What was predicted against what is known; on the diagonal both agree. */
export function residualsOption({ points, target }: NumberDiagnosis, theme: ChartTheme): ChartOption {
  const all = points.flat()
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const axis = (name: string, gap: number) => ({
    ...shareAxis(name, gap, theme),
    min: low,
    max: high,
    axisLabel: { color: theme.ink3, fontSize: 11, formatter: formatPlain, showMinLabel: false, showMaxLabel: false },
  })
  return {
    ...base(theme),
    tooltip: {
      trigger: 'item',
      formatter: ({ value }: { value: number[] }) =>
        `known ${formatPlain(value[0] ?? 0)}, predicted ${formatPlain(value[1] ?? 0)}`,
      ...tooltipStyle(theme),
    },
    xAxis: axis(`known ${target}`, 26),
    yAxis: axis(`predicted ${target}`, 42),
    series: [
      {
        ...diagonal(theme),
        data: [
          [low, low],
          [high, high],
        ],
      },
      { type: 'scatter', data: points, symbolSize: 5, itemStyle: { color: theme.accent, opacity: 0.6 } },
    ],
  }
}

function diagonal(theme: ChartTheme) {
  return {
    type: 'line',
    data: [
      [0, 0],
      [1, 1],
    ],
    silent: true,
    showSymbol: false,
    tooltip: { show: false },
    lineStyle: { width: 1, type: 'dashed', color: theme.ink3 },
  }
}

function percent(share: number | undefined): string {
  return `${((share ?? 0) * 100).toFixed(1)} %`
}
