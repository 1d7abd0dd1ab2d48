import { z } from 'zod'

/** The one shape of an error that crosses the contract: what happened, to what, what to do. Callers act on the code. */
export const fault = z.object({
  code: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  message: z.string().max(4_000),
  /** What cures it, verb first, where there is one thing to do. */
  action: z.string().max(200).exactOptional(),
})

export type Fault = z.output<typeof fault>

/** Faults that every request can end with, besides its own. */
export const generalFaults = [
  /** The request does not fit its schema. */
  'bad-request',
  'unknown-request',
  /** The caller has taken it back. */
  'cancelled',
  /** More requests are waiting than one window may have. */
  'busy',
  /** The answer does not fit its schema. */
  'bad-answer',
  /** The connection ended before the answer came. */
  'disconnected',
  /** A defect of the program. */
  'unexpected',
] as const

export type GeneralFault = (typeof generalFaults)[number]

/** A fault as an exception. App code may throw it, or any error that has a `code` of this shape and a message. */
export class ContractError extends Error {
  override readonly name = 'ContractError'
  readonly code: string
  readonly action: string | undefined
  constructor(fault: Fault) {
    super(fault.message)
    this.code = fault.code
    this.action = fault.action
  }
}
