/** How rows become a network's inputs, as a study may say it. Shapes follow main/data/preprocess/options.ts, where the meaning is. */
import { z } from 'zod'
import { limits, name } from './bounds.ts'

const whole = z.number().int()

/** A group of settings that refuses a name it does not know, and says which it does. */
const settings = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `there is no setting ${issue.keys.join(', ')} here. There are: ${Object.keys(shape).join(', ')}`
        : undefined,
  })

const text = settings({
  encoding: z.enum(['sequence', 'presence', 'counts', 'tf-idf']).exactOptional(),
  tokens: z.enum(['words', 'characters']).exactOptional(),
  lowerCase: z.boolean().exactOptional(),
  vocabulary: whole.min(1).exactOptional(),
  minimumCount: whole.min(1).exactOptional(),
  pairs: z.boolean().exactOptional(),
  buckets: whole.min(0).exactOptional(),
  length: whole.min(0).exactOptional(),
  lengthQuantile: z.number().positive().max(1).exactOptional(),
  maximumLength: whole.min(1).exactOptional(),
  padding: z.enum(['before', 'after']).exactOptional(),
})

const characters = settings({
  context: whole.min(1).exactOptional(),
  targets: z.enum(['every', 'last']).exactOptional(),
  stride: whole.min(0).exactOptional(),
  windows: whole.min(0).exactOptional(),
  validationWindows: whole.min(0).exactOptional(),
  vocabulary: whole.min(1).exactOptional(),
})

const series = settings({
  time: name.exactOptional(),
  hour: name.exactOptional(),
  lags: whole.min(1).exactOptional(),
  horizon: whole.min(1).exactOptional(),
  gaps: z.enum(['fill', 'leave-out']).exactOptional(),
  fillLimit: whole.min(0).exactOptional(),
  difference: z.boolean().exactOptional(),
  knownAhead: z.array(name).max(limits.list).exactOptional(),
  cycles: z.union([z.literal('auto'), z.array(z.number().positive()).max(limits.list)]).exactOptional(),
})

const treatment = {
  scaling: z.enum(['standardise', 'min-max', 'robust', 'none']).exactOptional(),
  fillNumber: z
    .union([z.enum(['mean', 'median', 'most-frequent']), z.object({ constant: z.number() })])
    .exactOptional(),
  encoding: z.enum(['one-hot', 'ordinal']).exactOptional(),
  fillCategory: z
    .union([z.enum(['none', 'most-frequent']), z.object({ constant: z.string().max(limits.name) })])
    .exactOptional(),
  indicator: z.boolean().exactOptional(),
  text: text.exactOptional(),
}

export const preprocessing = settings({
  ...treatment,
  columns: z.record(name, settings(treatment)).exactOptional(),
  images: z.enum(['value-max', 'standardise']).exactOptional(),
  standardiseTarget: z.boolean().exactOptional(),
  characters: characters.exactOptional(),
  series: series.exactOptional(),
})
