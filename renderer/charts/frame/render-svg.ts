import { SVGRenderer } from 'echarts/renderers'
import { use } from 'echarts/core'
import { init, type ChartOption } from '../echarts.ts'

use([SVGRenderer])

/** A chart as SVG text, without a page to stand on. */
export function renderSvg(option: ChartOption, width: number, height: number, background: string): string {
  const chart = init(null, undefined, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ ...option, backgroundColor: background, animation: false })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
