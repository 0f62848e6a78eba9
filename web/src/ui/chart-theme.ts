import { dark, light, type Palette } from './tokens.ts'

/** The palette charts draw with. */
export function chartPalette(isDark: boolean): Palette {
  return isDark ? dark : light
}

/** The ECharts theme of a palette. zrender cannot parse oklch(): every colour is hex. */
export function chartTheme(palette: Palette) {
  const text = { color: palette.subtle, fontFamily: 'Inter Variable, Arial, sans-serif', fontSize: 11 }
  return {
    backgroundColor: 'transparent',
    textStyle: { fontFamily: text.fontFamily },
    grid: { left: 4, right: 16, top: 16, bottom: 4, outerBoundsMode: 'same' },
    categoryAxis: {
      axisLine: { lineStyle: { color: palette['line-strong'] } },
      axisTick: { show: false },
      axisLabel: { ...text, margin: 12 },
      splitLine: { show: false },
    },
    timeAxis: {
      axisLine: { lineStyle: { color: palette['line-strong'] } },
      axisTick: { show: false },
      axisLabel: { ...text, margin: 12 },
      splitLine: { show: false },
    },
    valueAxis: {
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: text,
      splitLine: { lineStyle: { color: palette.line, type: 'dashed' } },
    },
    tooltip: {
      backgroundColor: palette.raised,
      borderColor: palette.line,
      borderWidth: 1,
      padding: [8, 10],
      extraCssText: 'border-radius:8px;box-shadow:0 4px 16px rgb(16 20 30 / .14)',
      axisPointer: { lineStyle: { color: palette['line-control'], type: 'solid' } },
    },
  }
}
