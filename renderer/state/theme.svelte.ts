export const themeChoices = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

const key = 'sweetspot.theme'

/** Light, dark, or as the system has it; remembered in this browser. */
export class Theme {
  #choice = $state<ThemeChoice>('system')
  #systemIsDark = $state(false)

  constructor() {
    const stored = localStorage.getItem(key)
    this.#choice = themeChoices.find((choice) => choice === stored) ?? 'system'
    const query = window.matchMedia('(prefers-color-scheme: dark)')
    this.#systemIsDark = query.matches
    query.addEventListener('change', (event) => {
      this.#systemIsDark = event.matches
      this.#apply()
    })
    this.#apply()
  }

  get choice(): ThemeChoice {
    return this.#choice
  }

  get shown(): 'light' | 'dark' {
    if (this.#choice !== 'system') return this.#choice
    return this.#systemIsDark ? 'dark' : 'light'
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice
    localStorage.setItem(key, choice)
    this.#apply()
  }

  /** Before the next frame, so that charts which read the tokens see the new ones. */
  #apply(): void {
    document.documentElement.dataset.theme = this.shown
  }
}
