/** Parts of ECharts that only the explorer's views use. */
import { BarChart, CustomChart, HeatmapChart } from 'echarts/charts'
import { DataZoomInsideComponent, MarkAreaComponent, VisualMapComponent } from 'echarts/components'
import { use } from 'echarts/core'

use([BarChart, CustomChart, HeatmapChart, DataZoomInsideComponent, MarkAreaComponent, VisualMapComponent])
