import { expect, test } from 'vitest'
import type { z } from 'zod'
import { fitsBounds } from '../../preload/contract/bounds.ts'
import { events } from '../../preload/contract/events.ts'
import { requests } from '../../preload/contract/requests.ts'

/** Every schema inside a schema, with the path that leads to it. */
function* parts(schema: z.core.$ZodType, path: string): Generator<[string, z.core.$ZodType]> {
  yield [path, schema]
  const { def } = schema._zod as unknown as { def: Record<string, unknown> & { type: string } }
  const inner = (value: unknown, name: string) => parts(value as z.core.$ZodType, `${path}.${name}`)
  if (def.type === 'object') for (const [name, part] of Object.entries(def['shape'] as object)) yield* inner(part, name)
  for (const name of ['element', 'innerType', 'keyType', 'valueType', 'in', 'out'] as const)
    if (def[name]) yield* inner(def[name], name)
  for (const name of ['options', 'items'] as const)
    for (const [at, part] of ((def[name] as unknown[] | undefined) ?? []).entries()) yield* inner(part, `${name}${at}`)
}

const all = [
  ...Object.entries(requests).flatMap(([name, entry]) => [
    ...parts(entry.params, `${name}.params`),
    ...parts(entry.result, `${name}.result`),
  ]),
  ...Object.entries(events).flatMap(([name, schema]) => [...parts(schema, name)]),
]

test('every string and every list that crosses the contract is bounded', () => {
  expect(all.length).toBeGreaterThan(500)
  const unbounded = all.filter(([, schema]) => {
    const { def } = schema._zod as unknown as { def: { type: string; checks?: { _zod: { def: { check: string } } }[] } }
    const bounded = def.checks?.some((check) => check._zod.def.check === 'max_length')
    return (def.type === 'string' || def.type === 'array') && !bounded
  })
  expect(unbounded.map(([path]) => path)).toEqual([])
})

test('nothing that crosses is of any type at all, or carries code or objects of a class', () => {
  const loose = all.filter(([, schema]) =>
    ['unknown', 'any', 'custom', 'function', 'map', 'set', 'promise', 'date', 'lazy'].includes(schema._zod.def.type),
  )
  expect(loose.map(([path]) => path)).toEqual([])
})

test('parameters have no room for what the table does not name', () => {
  for (const [name, { params }] of Object.entries(requests)) {
    const outcome = params.safeParse({ surplus: true })
    expect(outcome.success, name).toBe(false)
  }
})

test('numbers that JSON cannot carry are not in the contract', () => {
  const row = { number: 0, state: 'complete', origin: 'default', configuration: [], epochs: 1, seconds: 1 }
  const page = (value: number) =>
    requests['trials.page'].result.safeParse({ parameters: [], rows: [{ ...row, value }], total: 1 })
  expect(page(0.5).success).toBe(true)
  expect(page(Number.NaN).success).toBe(false)
  expect(page(Number.POSITIVE_INFINITY).success).toBe(false)
})

test('bounds count what is nested, and keys as well as values', () => {
  const bounds = { values: 10, characters: 10 }
  expect(fitsBounds({ a: [1, 2, { b: 'abc' }] }, bounds)).toBe(true)
  expect(fitsBounds([1, 2, 3, 4, 5, [6, 7, 8, 9, 10]], bounds)).toBe(false)
  expect(fitsBounds({ a: 'abcdef', b: 'abcdef' }, bounds)).toBe(false)
  expect(fitsBounds({ abcdefghijk: 1 }, bounds)).toBe(false)
  expect(fitsBounds(new Uint8Array(1), bounds)).toBe(false)
})
