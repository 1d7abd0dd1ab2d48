import { courseOf } from './lineage.ts'
import type { Context } from './context.ts'
import type { WorldEvent } from './event.ts'
import { trouble } from './run-events.ts'

type Of<Type extends WorldEvent['type']> = Extract<WorldEvent, { type: Type }>

/**
 * Queues what the sampler suggested. An answer for a number that has been taken meanwhile (by a trial enqueued by hand)
 * is dropped, and asked for again under the next number; so is one that arrives when the search is over.
 */
export function suggested(context: Context, event: Of<'suggested'>): void {
  if (context.asking !== event.number) return
  context.asking = undefined
  const { state } = context
  if (event.number !== state.trials.length || state.stage !== 'search') return
  const { suggestion } = event
  if (suggestion.kind === 'exhausted' && suggestion.forNow && context.slots.size > 0) {
    context.waiting = state.ended
    return
  }
  if (suggestion.kind === 'exhausted') return context.write({ type: 'exhausted', because: suggestion.because })
  context.write({
    type: 'trial',
    trial: event.number,
    configuration: suggestion.configuration,
    origin: 'sampler',
    because: suggestion.because,
    basis: event.basis,
    ...(suggestion.explanation ? { explanation: suggestion.explanation } : {}),
    ...courseOf(suggestion),
  })
}

export function askFailed(context: Context, event: Of<'ask-failed'>): void {
  if (context.asking !== event.number) return
  context.asking = undefined
  trouble(context, `The sampler could not suggest trial ${event.number}: ${event.message} The study is paused.`)
}
