import type { Context } from './context.ts'
import type { AdvisedEvent } from './event.ts'
import { close } from './scheduler.ts'

/**
 * Heeds a stopping criterion of the study: ends the search, or says so and goes on. Once: who extends a study that was ended
 * so has decided against its advice.
 */
export function advised(context: Context, { criterion, because }: AdvisedEvent): void {
  const { state } = context
  const rule = state.definition.stopping?.find((each) => each.criterion === criterion)
  if (!rule || state.status !== 'running' || state.stage !== 'search' || state.advised.includes(criterion)) return
  context.write({ type: 'advice', criterion, action: rule.action, because })
  if (rule.action === 'stop') close(context, because)
}
