import { getContext, setContext } from 'svelte'
import type { Client } from '../client/client.ts'
import type { Arrivals } from './arrivals.svelte.ts'
import type { Connection } from './connection.svelte.ts'
import type { Home } from './home.svelte.ts'
import type { Router } from './router.svelte.ts'
import type { Theme } from './theme.svelte.ts'

/** What every page may use. Given once, at the top. */
export interface Shared {
  readonly arrivals: Arrivals
  readonly client: Client
  readonly connection: Connection
  readonly home: Home
  readonly router: Router
  readonly theme: Theme
}

const key = Symbol('shared')

export function provideShared(shared: Shared): void {
  setContext(key, shared)
}

export function useShared(): Shared {
  return getContext<Shared>(key)
}
