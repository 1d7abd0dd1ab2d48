import type { Handlers } from '../../../preload/contract/api.ts'
import { AppError } from '../app-error.ts'
import { diagnoseTrial } from '../diagnosis.ts'
import type { HandlerContext } from './context.ts'
import { answering } from './refusals.ts'
import { curveOf, detailOf, parametersOf, rowOf } from '../trial-rows.ts'

type TrialHandlers = Pick<Handlers, 'trials.page' | 'trials.curves' | 'trials.detail' | 'trials.diagnosis'>

export function trialHandlers({ projects, workshop }: HandlerContext): TrialHandlers {
  return {
    'trials.page': ({ study, from, count }) => {
      const { trials, definition } = projects.study(study).core.state
      return {
        parameters: parametersOf(definition),
        rows: trials.slice(from, from + count).map((trial) => rowOf(definition, trial)),
        total: trials.length,
      }
    },
    'trials.curves': ({ study, trials }) => {
      const { state } = projects.study(study).core
      const curves = trials.flatMap((number) => {
        const trial = state.trials[number]
        const curve = trial && curveOf(trial)
        return curve ? [curve] : []
      })
      return { curves }
    },
    'trials.diagnosis': ({ study, trial }) =>
      answering(() => diagnoseTrial(workshop.thread, projects.study(study), trial)),
    'trials.detail': async ({ study, trial }) => {
      const session = projects.study(study)
      const found = session.core.state.trials[trial]
      if (!found) throw new AppError('trial-missing', `There is no trial ${trial} in this study.`)
      return detailOf(session.core, found, await session.classNames())
    },
  }
}
