/** Where and how a trained network errs, on the rows that it was validated on. */
import { z } from 'zod'
import { count, limits, name, share, text } from './bounds.ts'

/** One row as it is shown. */
export const datasetExample = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    /** [height, width, channels]; bytes row after row, 255 the brightest, base64. */
    shape: z.tuple([count, count, count]),
    pixels: z.string().max(400_000),
  }),
  z.object({ kind: z.literal('text'), text }),
  /** By column; null where missing. */
  z.object({
    kind: z.literal('values'),
    values: z.array(z.tuple([name, z.union([z.number(), text, z.null()])])).max(limits.parameters),
  }),
])

const shares = z.array(z.tuple([share, share])).max(limits.rows)
const label = z.string().max(limits.text)

export const trialDiagnosis = z.discriminatedUnion('task', [
  z.object({
    task: z.literal('classification'),
    rows: count,
    wrong: count,
    /** Of two classes the second; of more each against the others. */
    curves: z
      .array(z.object({ label, roc: shares, precisionRecall: shares, rocArea: share, averagePrecision: share }))
      .max(limits.classes),
    /** By tenths of the probability of the predicted class: its mean, and how often it is right. */
    bins: z.array(z.object({ rows: count, confidence: share.exactOptional(), right: share.exactOptional() })).max(10),
    /** Wrong rows, the surest first. */
    worst: z
      .array(z.object({ row: count, actual: label, predicted: label, confidence: share, example: datasetExample }))
      .max(limits.classes),
  }),
  z.object({
    task: z.literal('regression'),
    rows: count,
    target: label,
    /** [known, predicted], in the target's unit; evenly many of many rows. */
    points: z.array(z.tuple([z.number(), z.number()])).max(limits.rows),
    /** Mean of predicted minus known. */
    bias: z.number(),
    worst: z
      .array(z.object({ row: count, actual: z.number(), predicted: z.number(), example: datasetExample }))
      .max(limits.classes),
  }),
])
