import type { ChartOption, ECharts } from '../echarts.ts'

/** Both axes zoom: Ctrl and the wheel, drag when zoomed; buttons and keys through `zoomChart`. */
export function withZoom(option: ChartOption): ChartOption {
  const inside = { type: 'inside', filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false }
  return {
    ...option,
    dataZoom: [
      { ...inside, id: 'zoom x', xAxisIndex: 0 },
      { ...inside, id: 'zoom y', yAxisIndex: 0 },
    ],
  }
}

/** The part of an axis, in percent, after zooming around its middle; a factor of 0 shows all of it. */
export function zoomed(start: number, end: number, factor: number): readonly [number, number] {
  if (factor === 0) return [0, 100]
  const middle = (start + end) / 2
  const half = Math.min(50, Math.max(0.5, ((end - start) / 2) * factor))
  const from = Math.min(100 - 2 * half, Math.max(0, middle - half))
  return [from, from + 2 * half]
}

export function zoomChart(chart: ECharts, factor: number): void {
  const zooms = (chart.getOption()['dataZoom'] ?? []) as { start: number; end: number }[]
  for (const [dataZoomIndex, { start, end }] of zooms.entries()) {
    const [from, to] = zoomed(start, end, factor)
    chart.dispatchAction({ type: 'dataZoom', dataZoomIndex, start: from, end: to })
  }
}
