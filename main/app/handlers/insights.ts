import type { Handlers } from '../../../preload/contract/api.ts'
import { expectOf, insightsOf } from '../insights.ts'
import type { HandlerContext } from './context.ts'
import { answering } from './refusals.ts'

export function insightHandlers(context: HandlerContext): Pick<Handlers, 'studies.insights' | 'studies.whatIf'> {
  const { projects, workshop } = context
  return {
    'studies.insights': ({ study }) => answering(() => insightsOf(workshop.thread, projects.study(study).core.state)),
    'studies.whatIf': ({ study, configuration, others }) =>
      answering(() => expectOf(workshop.thread, projects.study(study).core.state, configuration, others)),
  }
}
