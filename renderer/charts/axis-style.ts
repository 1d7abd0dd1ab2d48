import type { ChartTheme } from './theme.ts'

export function axisStyle(theme: ChartTheme) {
  return {
    axisLine: { lineStyle: { color: theme.line2 } },
    axisTick: { show: false },
    splitLine: { showMinLine: false, showMaxLine: false, lineStyle: { color: theme.line } },
  }
}

export function tooltipStyle(theme: ChartTheme) {
  return {
    backgroundColor: theme.ink,
    borderWidth: 0,
    padding: [4, 8],
    textStyle: { color: theme.panel, fontSize: 12, fontFamily: theme.font },
    transitionDuration: 0,
    confine: true,
  }
}
