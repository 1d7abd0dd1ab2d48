/** Types derived from the two tables: what main implements and what clients call. */
import type { z } from 'zod'
import type { events } from './events.ts'
import type { GeneralFault } from './fault.ts'
import type { requests } from './requests.ts'

/** Plain data that nobody may change: both ends may keep what they send and receive. */
export type Plain<T> = T extends readonly [unknown, ...unknown[]]
  ? { readonly [K in keyof T]: Plain<T[K]> }
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Plain<T[K]> }
      : T

export type Requests = typeof requests
export type RequestName = keyof Requests
export type Params<Name extends RequestName> = Plain<z.output<Requests[Name]['params']>>
export type Result<Name extends RequestName> = Plain<z.output<Requests[Name]['result']>>
export type FaultCode<Name extends RequestName> = Requests[Name]['errors'][number] | GeneralFault

export type Events = typeof events
export type EventName = keyof Events
export type EventPayload<Name extends EventName> = Plain<z.output<Events[Name]>>

/** What a handler knows of its call besides the parameters. */
export interface Call {
  /** Aborted when the caller takes the request back or its connection ends. */
  readonly signal: AbortSignal
}

/** A missing handler does not compile. Handlers throw `ContractError`, or any error with a kebab-case code and a sentence. */
export type Handlers = {
  readonly [Name in RequestName]: (params: Params<Name>, call: Call) => Result<Name> | Promise<Result<Name>>
}

/** Narrows a subscription to one study; events of others, and none without a study, are left out. */
export interface Scope {
  readonly study?: string
}

/** What `main/app` gives the shells. Listeners are called with events of all studies; the session narrows them. */
export interface Backend {
  readonly handlers: Handlers
  subscribe<Name extends EventName>(event: Name, listener: (payload: EventPayload<Name>) => void): () => void
}

/** What a client has, over any transport. */
export interface Api {
  /** @throws ContractError */
  request<Name extends RequestName>(
    name: Name,
    params: Params<Name>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Result<Name>>
  /** @returns a function that ends the subscription */
  subscribe<Name extends EventName>(
    event: Name,
    listener: (payload: EventPayload<Name>) => void,
    scope?: Scope,
  ): () => void
}
