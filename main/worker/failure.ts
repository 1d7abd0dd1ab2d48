import type { Failure, FailureReason } from '../pool/protocol.ts'
import { failureReasons } from '../pool/protocol.ts'

/** Codes of other folders' errors that mean one of the protocol's reasons; equal ones need no entry. */
const reasonOfCode: Readonly<Record<string, FailureReason>> = {
  'missing-file': 'dataset-missing',
  'dataset-damaged': 'dataset-changed',
}

/** Runtimes without error codes say it in words: V8 (typed arrays), libstdc++, ONNX Runtime, TensorFlow, CUDA. */
const outOfMemory =
  /allocation failed|bad_alloc|failed to allocate|cannot allocate memory|out of memory|OOM when allocating|CUDA_ERROR_OUT_OF_MEMORY/i

/** What a training threw, as the reason that the study records and a sentence for the user. */
export function failureOf(error: unknown): Failure {
  const message = messageOf(error)
  const known = reasonFromCode(error)
  if (known) return { reason: known, message }
  if (outOfMemory.test(message))
    return {
      reason: 'out-of-memory',
      message: `Training ran out of memory (${message}). Lower the largest batch size or network, or use fewer workers.`,
    }
  return { reason: 'exception', message: hasCode(error) ? message : `Training failed: ${message}` }
}

function reasonFromCode(error: unknown): FailureReason | undefined {
  if (!hasCode(error)) return undefined
  return reasonOfCode[error.code] ?? failureReasons.find((reason) => reason === error.code)
}

function hasCode(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name
  return String(error)
}
