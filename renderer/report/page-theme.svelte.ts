import { flushSync } from 'svelte'

/** Light or dark as the system has it, or as chosen on the page; on paper always light. */
export class PageTheme {
  #chosen = $state<'light' | 'dark' | undefined>()
  #systemIsDark = $state(false)
  #onPaper = $state(false)

  constructor() {
    const query = window.matchMedia('(prefers-color-scheme: dark)')
    this.#systemIsDark = query.matches
    query.addEventListener('change', ({ matches }) => this.#set(() => (this.#systemIsDark = matches)))
    followPaper((onPaper) => this.#set(() => (this.#onPaper = onPaper)))
    this.#apply()
  }

  get shown(): 'light' | 'dark' {
    if (this.#onPaper) return 'light'
    return this.#chosen ?? (this.#systemIsDark ? 'dark' : 'light')
  }

  toggle(): void {
    this.#set(() => (this.#chosen = this.shown === 'dark' ? 'light' : 'dark'))
  }

  /** Tokens first, so that charts which read them see the new ones; and at once, for paper does not wait. */
  #set(change: () => void): void {
    change()
    this.#apply()
    flushSync()
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.shown
  }
}

/** Drawings that know their size in pixels alone are cut off where paper is narrower: with a view box they shrink. */
export function makeScalable(): void {
  for (const drawing of document.querySelectorAll('.chart svg')) {
    const [width, height] = [drawing.getAttribute('width'), drawing.getAttribute('height')]
    if (width && height && !width.includes('%')) drawing.setAttribute('viewBox', `0 0 ${width} ${height}`)
  }
}

/** Tells when the page is about to be drawn on paper, and when that is over. */
export function followPaper(tell: (onPaper: boolean) => void): () => void {
  const before = (): void => {
    makeScalable()
    tell(true)
  }
  const after = (): void => tell(false)
  const query = window.matchMedia('print')
  const changed = ({ matches }: MediaQueryListEvent): void => (matches ? before() : after())
  window.addEventListener('beforeprint', before)
  window.addEventListener('afterprint', after)
  query.addEventListener('change', changed)
  return () => {
    window.removeEventListener('beforeprint', before)
    window.removeEventListener('afterprint', after)
    query.removeEventListener('change', changed)
  }
}
