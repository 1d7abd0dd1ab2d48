import type { ClientCall } from '../../preload/contract/calls.ts'

/** How far a transport is: `refused` means that connecting again is of no use. */
export type WireState = 'connecting' | 'open' | 'closed' | 'refused'

/** What carries calls to main and answers back. Knows nothing of what they say. */
export interface Wire {
  send(call: ClientCall): void
  /** Called once, by the client. `state` is told at once and at every change. */
  listen(listener: { call(call: unknown): void; state(state: WireState): void }): void
}
