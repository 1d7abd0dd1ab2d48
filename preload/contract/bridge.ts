/** What preload exposes to the page under Electron, as `window.sweetspot`: the four kinds of call, and nothing else. */
export interface Bridge {
  request(id: number, name: string, params: unknown): void
  cancel(id: number): void
  subscribe(id: number, event: string, study?: string): void
  unsubscribe(id: number): void
  /** Answers and events; one listener, the last one given. */
  receive(listener: (call: unknown) => void): void
  /** Where a file or folder that the user dropped or chose lies. The page cannot make such a `File` of its own. */
  pathOf(file: File): string
}

/** Names of the two channels between preload and main: calls to main, and what comes back. */
export const channels = { call: 'sweetspot:call', answer: 'sweetspot:answer' } as const
