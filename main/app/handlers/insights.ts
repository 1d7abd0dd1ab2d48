import type { Handlers } from '../../../preload/contract/api.ts'
import { explainStudy, expectOf } from '../insights.ts'
import type { HandlerContext } from './context.ts'
import { answering } from './refusals.ts'

export function insightHandlers(context: HandlerContext): Pick<Handlers, 'studies.insights' | 'studies.whatIf'> {
  const { projects, workshop } = context
  return {
    'studies.insights': ({ study }) =>
      answering(async () => {
        const { importance, ...insights } = await explainStudy(workshop.thread, projects.study(study).core.state)
        if (importance === undefined) return insights
        const { reliability, mains, pairs, trials } = importance
        const known = Number.isNaN(reliability) ? {} : { reliability }
        return { ...insights, importance: { mains, pairs, trials, ...known } }
      }),
    'studies.whatIf': ({ study, configuration }) =>
      answering(() => expectOf(workshop.thread, projects.study(study).core.state, configuration)),
  }
}
