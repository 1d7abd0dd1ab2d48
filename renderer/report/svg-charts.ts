/** Charts of a report are drawn as SVG, which prints at any size. */
import { use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([SVGRenderer])
