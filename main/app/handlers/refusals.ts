import { ContractError } from '../../../preload/contract/fault.ts'

/** Codes of the folders below that the contract calls otherwise. */
const names: Readonly<Record<string, string>> = {
  'read-only': 'project-read-only',
  'not-permitted': 'folder-not-writable',
  'document-damaged': 'project-damaged',
  'journal-damaged': 'project-damaged',
  'too-new': 'project-too-new',
  'already-running': 'not-now',
  'not-running': 'not-now',
  'budget-spent': 'not-now',
  'bad-budget': 'not-now',
  'trial-state': 'not-now',
  'test-opened': 'not-now',
  'missing-file': 'dataset-damaged',
  'description-invalid': 'dataset-damaged',
  'one-class': 'bad-study',
  'impossible-split': 'bad-study',
  'class-too-small': 'bad-study',
  'too-few-rows': 'bad-study',
  'too-few-groups': 'bad-study',
  'unknown-column': 'bad-study',
}

/** Runs a handler; what it throws leaves under the contract's code for it. `own` are this request's exceptions. */
export async function answering<T>(
  answer: () => T | Promise<T>,
  own: Readonly<Record<string, string>> = {},
): Promise<T> {
  try {
    return await answer()
  } catch (error) {
    const { code, message } = Object(error) as { code?: unknown; message?: unknown }
    if (typeof code !== 'string' || typeof message !== 'string') throw error
    const name = own[code] ?? names[code]
    if (name === undefined) throw error
    throw new ContractError({ code: name, message })
  }
}
