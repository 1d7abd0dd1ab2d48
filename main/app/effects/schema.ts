import { z } from 'zod'
import { preprocessing } from '../../../preload/contract/preprocessing.ts'
import { parameterValue } from '../../../preload/contract/space.ts'
import { direction, templateName } from '../../../preload/contract/study.ts'
import type { EffectDefinition } from '../../study/effects/definition.ts'

const part = z.enum(['train', 'validation'])
const metric = z.string()
const values = z.record(z.string(), parameterValue)
const wholeFrom = (low: number) => z.number().int().min(low)

const quantity = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('final'), part, metric }),
  z.strictObject({ kind: z.literal('atEpoch'), part, metric, epoch: wholeFrom(1) }),
  z.strictObject({ kind: z.literal('seconds') }),
  z.strictObject({ kind: z.literal('secondsTo'), metric, better: direction, level: z.number() }),
  z.strictObject({ kind: z.literal('epochsToConverge'), metric, better: direction, tolerance: z.number().min(0) }),
  z.strictObject({ kind: z.literal('bestEpoch'), metric, better: direction }),
  z.strictObject({ kind: z.literal('bestOverEpochs'), metric, better: direction }),
  z.strictObject({ kind: z.literal('parameters') }),
])

const protocol = z.strictObject({
  validationShare: z.number().positive().max(1).exactOptional(),
  by: z.enum(['stratified', 'random', 'time']).exactOptional(),
  sealed: z.number().min(0).max(0.95).exactOptional(),
})

const column = z.strictObject({
  id: z.string(),
  title: z.string(),
  quantity,
  direction,
  unit: z.enum(['', 'fraction', 's', 'epochs']),
})

const setting = z.strictObject({
  label: z.string(),
  values,
  article: z.record(z.string(), z.number()).exactOptional(),
  own: z.array(values).min(1).exactOptional(),
})

/** A file of resources/effects. */
export const effectSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  title: z.string(),
  varied: z.string(),
  question: z.string(),
  datasetId: z.string(),
  template: templateName,
  preprocessing: preprocessing.exactOptional(),
  protocol,
  fixed: values,
  settings: z.array(setting).min(2),
  ordered: z.boolean(),
  scale: z.enum(['linear', 'log']).exactOptional(),
  curve: metric.exactOptional(),
  objective: z.strictObject({ metric, direction }),
  columns: z.array(column).min(1),
  seeds: wholeFrom(5),
  tuningSeeds: wholeFrom(1),
  fair: z.strictObject({ candidates: z.array(values).min(1), why: z.string() }),
  timed: z.boolean().exactOptional(),
  quick: z.strictObject({
    seeds: wholeFrom(5).exactOptional(),
    tuningSeeds: wholeFrom(1).exactOptional(),
    fixed: values.exactOptional(),
    settings: z.array(z.string()).min(2).exactOptional(),
    preprocessing: preprocessing.exactOptional(),
    protocol: protocol.exactOptional(),
  }),
  notes: z.array(z.string()),
}) satisfies z.ZodType<EffectDefinition>
