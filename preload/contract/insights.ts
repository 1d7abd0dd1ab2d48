/** What the trials of a study say about its parameters; shapes follow main/search/explain. */
import { z } from 'zod'
import { count, limits, name, stoppingCriterion, text } from './bounds.ts'
import { configuration, parameterValue } from './space.ts'

const estimate = { mean: z.number(), deviation: z.number().min(0) }
const parameters = limits.parameters

const amount = z.number().min(0)
const effect = z.object({ parameters: z.array(name).max(2), share: amount, spread: amount })

const value = parameterValue.exactOptional()

export const insights = z.object({
  trials: count,
  /** -1 to 1; below 0.3 there is not enough evidence for what the model says. */
  reliability: z.number().min(-1).max(1).exactOptional(),
  importance: z
    .object({
      mains: z.array(effect).max(parameters),
      /** Interactions among the most important ones. */
      pairs: z.array(effect).max(parameters),
      groups: z
        .array(z.object({ group: name, parameters: z.array(name).max(parameters), share: amount, spread: amount }))
        .max(limits.list),
      trials: count,
      reliability: z.number().min(-1).max(1).exactOptional(),
    })
    .exactOptional(),
  /** For being among the best tenth: of all, and of the better half. */
  local: z.array(z.object({ parameter: name, share: amount })).max(parameters),
  nearBest: z.array(z.object({ parameter: name, share: amount })).max(parameters),
  /** What the model's R² loses when a parameter is shuffled. */
  permutation: z.array(z.object({ parameter: name, loss: z.number(), spread: amount })).max(parameters),
  dependence: z
    .array(
      z.object({
        parameter: name,
        points: z.array(z.object({ value: parameterValue, ...estimate, trials: count })).max(limits.list),
      }),
    )
    .max(parameters),
  best: z
    .object({
      trial: count,
      ablation: z.object({
        start: z.object(estimate),
        steps: z
          .array(z.object({ parameter: name, from: value, to: value, expected: z.object(estimate) }))
          .max(parameters),
      }),
      shapley: z.object({
        from: z.number(),
        to: z.number(),
        values: z.array(z.object({ parameter: name, contribution: z.number() })).max(parameters),
        exact: z.boolean(),
      }),
    })
    .exactOptional(),
  sensitivity: z
    .array(
      z.object({
        parameter: name,
        points: z.array(z.object({ value: parameterValue, ...estimate })).max(limits.list),
        range: amount,
      }),
    )
    .max(parameters),
  boundaries: z
    .array(
      z.object({
        parameter: name,
        side: z.enum(['low', 'high']),
        best: parameterValue,
        near: count,
        of: count,
        proposed: z.object({ low: z.number(), high: z.number() }),
      }),
    )
    .max(parameters),
  advice: z.array(z.object({ criterion: stoppingCriterion, stop: z.boolean(), because: text })).max(limits.list),
})

/** What a configuration that nobody tried would probably give. */
export const whatIf = z.object({
  ...estimate,
  nearest: z.array(z.object({ trial: count, value: z.number(), distance: amount, configuration })).max(limits.list),
  /** Of the other configurations that were asked about, in their order. */
  others: z.array(z.object(estimate)).max(limits.rows).exactOptional(),
})
