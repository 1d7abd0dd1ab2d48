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

/** What the user believes of the best value before the first trial. */
const belief = z.object({ centre: parameterValue, confidence: z.enum(['low', 'medium', 'high']) })
const believed = { ...named, belief: belief.exactOptional() }

const float = z.object({
  ...believed,
  kind: z.literal('float'),
  low: z.number(),
  high: z.number(),
  scale: z.enum(['linear', 'log']),
  step: z.number().positive().exactOptional(),
  default: z.number(),
})

const int = z.object({
  ...believed,
  kind: z.literal('int'),
  low: z.number().int(),
  high: z.number().int(),
  scale: z.enum(['linear', 'log', 'powersOf2']),
  step: z.number().int().positive().exactOptional(),
  default: z.number().int(),
})

const choice = z.union([text, z.number()])
const categorical = z.object({
  ...believed,
  kind: z.literal('categorical'),
  choices: z.array(choice).min(1).max(limits.choices),
  default: choice,
})

const bool = z.object({ ...believed, kind: z.literal('bool'), default: z.boolean() })
const fixed = z.object({ ...named, kind: z.literal('fixed'), value: parameterValue })

export const parameter = z.discriminatedUnion('kind', [float, int, categorical, bool, fixed])

export const searchSpace = z.object({
  parameters: z.array(parameter).max(limits.parameters),
  relations: z.array(text).max(limits.relations),
})

/** One thing that is wrong with a space, said where it is. */
export const spaceProblem = z.object({
  code: name,
  /** Absent where the whole space or a relation is meant. */
  parameter: z.string().max(limits.name).exactOptional(),
  /** Place of the relation that is meant. */
  relation: z.number().int().min(0).exactOptional(),
  message: text,
})

export const spaceCheck = z.object({
  /** Empty: the space can be searched. */
  problems: z.array(spaceProblem).max(limits.list),
  /** How many there are of a finite space without problems; absent when there is no end of them. */
  configurations: z.number().min(0).exactOptional(),
})
