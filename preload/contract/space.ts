/** The search space as it crosses the contract: the shapes of main/search/space/types.ts. */
import { z } from 'zod'
import { limits, name, text } from './bounds.ts'

export const parameterValue = z.union([z.number(), text, z.boolean()])

/** A value for every active parameter, by name. */
export const configuration = z
  .record(name, parameterValue)
  .refine((record) => Object.keys(record).length <= limits.parameters, `at most ${limits.parameters} parameters`)

const condition = z.union([
  z.strictObject({ parameter: name, in: z.array(parameterValue).max(limits.choices) }),
  z.strictObject({ parameter: name, min: z.number().exactOptional(), max: z.number().exactOptional() }),
])

const named = { name, when: z.array(condition).max(limits.parameters).exactOptional() }

const float = z.object({
  ...named,
  kind: z.literal('float'),
  low: z.number(),
  high: z.number(),
  scale: z.enum(['linear', 'log']),
  step: z.number().positive().exactOptional(),
  default: z.number(),
})

const int = z.object({
  ...named,
  kind: z.literal('int'),
  low: z.number().int(),
  high: z.number().int(),
  scale: z.enum(['linear', 'log', 'powersOf2']),
  step: z.number().int().positive().exactOptional(),
  default: z.number().int(),
})

const choice = z.union([text, z.number()])
const categorical = z.object({
  ...named,
  kind: z.literal('categorical'),
  choices: z.array(choice).min(1).max(limits.choices),
  default: choice,
})

const bool = z.object({ ...named, kind: z.literal('bool'), default: z.boolean() })
const fixed = z.object({ ...named, kind: z.literal('fixed'), value: parameterValue })

export const parameter = z.discriminatedUnion('kind', [float, int, categorical, bool, fixed])

export const searchSpace = z.object({
  parameters: z.array(parameter).max(limits.parameters),
  relations: z.array(text).max(limits.relations),
})
