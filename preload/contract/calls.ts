/** The four kinds of call that a client makes over any transport, and what comes back. Contents are checked by the tables. */
import { z } from 'zod'
import { id, limits } from './bounds.ts'
import { fault } from './fault.ts'

/** Chosen by the client, unique among what it has open. */
const callId = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const shortName = z.string().max(limits.name)

export const clientCall = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), id: callId, name: shortName, params: z.unknown() }),
  z.strictObject({ kind: z.literal('cancel'), id: callId }),
  z.strictObject({ kind: z.literal('subscribe'), id: callId, event: shortName, study: id.exactOptional() }),
  z.strictObject({ kind: z.literal('unsubscribe'), id: callId }),
])

export const hostCall = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('result'), id: callId, result: z.unknown() }),
  z.strictObject({ kind: z.literal('fault'), id: callId, fault }),
  /** `id` is the subscription's. */
  z.strictObject({ kind: z.literal('event'), id: callId, payload: z.unknown() }),
])

export type ClientCall = z.output<typeof clientCall>
export type HostCall = z.output<typeof hostCall>
