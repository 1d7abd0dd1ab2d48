/**
 * Limits on what crosses the contract. Every string and list of the schemas is bounded by one of these, and `fitsBounds`
 * looks at a whole payload before any schema does, so that nothing that arrives can keep its receiver busy.
 */
import { z } from 'zod'

export const limits = {
  /** Names, ids, metric names. */
  name: 200,
  path: 4_096,
  /** A sentence or a few. */
  text: 4_000,
  parameters: 200,
  choices: 1_000,
  relations: 200,
  /** Trial rows or curves in one answer or event; ask again for more. */
  rows: 1_000,
  /** Trials named in one request. */
  trials: 1_000,
  epochs: 100_000,
  /** Classes that are looked at one by one. */
  classes: 256,
  workers: 1_024,
  objectives: 3,
  list: 1_000,
  /** Values in one payload, nested ones counted, and characters in all its strings. */
  payloadValues: 2_000_000,
  payloadCharacters: 16_000_000,
  requestValues: 50_000,
  requestCharacters: 500_000,
  depth: 24,
} as const

export const text = z.string().max(limits.text)
export const name = z.string().min(1).max(limits.name)
/** Chosen by main, e.g. a study's id. */
export const id = z
  .string()
  .min(1)
  .max(limits.name)
  .regex(/^[\w.:-]+$/)
export const path = z.string().min(1).max(limits.path)
/** What may say that going on with a search is unlikely to help. */
export const stoppingCriterion = z.enum(['stagnation', 'regret-bound', 'expected-improvement'])
/** Counts and sizes. */
export const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
export const share = z.number().min(0).max(1)
export const seconds = z.number().min(0)
/** Milliseconds since 1970. */
export const time = z.number().min(0)

/** Metrics by name, finite; one that is not defined is absent. */
export const metrics = z.record(name, z.number()).readonly()

interface PayloadBounds {
  readonly values: number
  readonly characters: number
}

export const requestBounds: PayloadBounds = { values: limits.requestValues, characters: limits.requestCharacters }
export const answerBounds: PayloadBounds = { values: limits.payloadValues, characters: limits.payloadCharacters }

/** Whether a payload is small and shallow enough to be given to a schema. Cost: its size, at most the bounds. */
export function fitsBounds(payload: unknown, bounds: PayloadBounds): boolean {
  let values = 0
  let characters = 0
  const visit = (value: unknown, depth: number): boolean => {
    values += 1
    if (values > bounds.values || depth > limits.depth) return false
    if (typeof value === 'string') {
      characters += value.length
      return characters <= bounds.characters
    }
    if (typeof value !== 'object' || value === null) return true
    if (Array.isArray(value)) {
      if (value.length > bounds.values) return false
      for (const item of value) if (!visit(item, depth + 1)) return false
      return true
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return false
    for (const key in value) {
      characters += key.length
      if (characters > bounds.characters) return false
      if (!visit((value as Record<string, unknown>)[key], depth + 1)) return false
    }
    return true
  }
  return visit(payload, 0)
}
