/** The parts of ECharts that are used, and no others. */
import { LineChart, LinesChart, ParallelChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, ParallelComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([
  LineChart,
  LinesChart,
  ParallelChart,
  ScatterChart,
  GridComponent,
  MarkLineComponent,
  ParallelComponent,
  TooltipComponent,
  CanvasRenderer,
])

export { init, type ECharts }
export type { EChartsCoreOption as ChartOption } from 'echarts/core'
