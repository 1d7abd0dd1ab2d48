import { ContractError, fault, type Fault } from '../../../preload/contract/fault.ts'
import { limits } from '../../../preload/contract/bounds.ts'

/**
 * The fault that tells a client of an error: errors with a kebab-case code speak for themselves, anything else is a
 * defect and is called one.
 */
export function asFault(error: unknown, request: string): Fault {
  if (error instanceof ContractError)
    return { code: error.code, message: error.message, ...(error.action ? { action: error.action } : {}) }
  const { code, message, action } = Object(error) as { code?: unknown; message?: unknown; action?: unknown }
  const said = fault.safeParse({
    code,
    message: typeof message === 'string' ? message.slice(0, limits.text) : '',
    ...(typeof action === 'string' ? { action } : {}),
  })
  if (said.success && said.data.message !== '') return said.data
  const detail = typeof message === 'string' ? message : String(error)
  return {
    code: 'unexpected',
    message: `Sweetspot met a defect while answering ${request}: ${detail}`.slice(0, limits.text),
  }
}
