import { LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { registerTheme, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import VChart from 'vue-echarts'
import { chartTheme } from './chart-theme.ts'
import { dark, light } from './tokens.ts'

use([CanvasRenderer, LineChart, ScatterChart, GridComponent, TooltipComponent, MarkLineComponent])
registerTheme('light', chartTheme(light))
registerTheme('dark', chartTheme(dark))

/** The chart component; importing this file brings ECharts along, so only `BaseChart.vue` does, lazily. */
export default VChart
