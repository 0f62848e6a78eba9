import { BarChart, HeatmapChart, LineChart, ScatterChart, TreemapChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from 'echarts/components'
import { registerTheme, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import VChart from 'vue-echarts'
import { chartTheme } from './chart-theme.ts'
import { dark, light } from './tokens.ts'

use([
  CanvasRenderer,
  BarChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  TreemapChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
])
registerTheme('light', chartTheme(light))
registerTheme('dark', chartTheme(dark))

/** The chart component; importing this file brings ECharts along, so only `BaseChart.vue` does, lazily. */
export default VChart
