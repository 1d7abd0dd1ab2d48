import { ContractError } from '../../preload/contract/fault.ts'

/** What the page shows of anything that went wrong: a sentence, and what to do where there is one thing to do. */
export function faultInWords(error: unknown): { readonly message: string; readonly action?: string } {
  if (error instanceof ContractError)
    return { message: error.message, ...(error.action === undefined ? {} : { action: error.action }) }
  return { message: error instanceof Error ? error.message : String(error) }
}
