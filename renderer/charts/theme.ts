/** The tokens of style/tokens.css as a canvas needs them. */
export interface ChartTheme {
  readonly ink: string
  readonly ink2: string
  readonly ink3: string
  readonly line: string
  readonly line2: string
  readonly panel: string
  readonly accent: string
  readonly warn: string
  readonly pin: string
  readonly grey: string
  readonly font: string
  /** Worst to best. */
  readonly ramp: readonly string[]
  /** Of categories, in order; what is beyond them is drawn in `ink3`. */
  readonly categories: readonly string[]
}

export function readChartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    ink: token('ink'),
    ink2: token('ink2'),
    ink3: token('ink3'),
    line: token('line'),
    line2: token('line2'),
    panel: token('panel'),
    accent: token('accent'),
    warn: token('warn'),
    pin: token('pin'),
    grey: token('grey'),
    font: token('font'),
    ramp: token('ramp').split(/\s+/),
    categories: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'].map(token),
  }
}

/** The colour of a score: 0 the worst shown, 1 the best. */
export function rampColour(theme: ChartTheme, goodness: number): string {
  const at = Math.round(Math.min(1, Math.max(0, goodness)) * (theme.ramp.length - 1))
  return theme.ramp[at] ?? theme.ink3
}
