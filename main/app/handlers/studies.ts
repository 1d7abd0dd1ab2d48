import type { Handlers } from '../../../preload/contract/api.ts'
import { countConfigurations } from '../../search/space/count.ts'
import type { SearchSpace } from '../../search/space/types.ts'
import type { HandlerContext } from './context.ts'
import { cautionsOf } from '../cautions.ts'
import { checkSpace } from '../space-check.ts'
import { answering } from './refusals.ts'

type StudyHandlers = Pick<
  Handlers,
  Exclude<Extract<keyof Handlers, `studies.${string}` | 'spaces.check'>, 'studies.insights' | 'studies.whatIf'>
>

export function studyHandlers({ projects, studies }: HandlerContext): StudyHandlers {
  return {
    'spaces.check': ({ space, template }) => checkSpace(space as SearchSpace, template),
    'studies.plan': ({ draft, folder }) =>
      answering(async () => {
        const { definition, shape } = await studies.plan(draft, folder)
        const { count } = countConfigurations(definition.space)
        return {
          definition,
          rows: shape.rows,
          ...(count === null ? {} : { configurations: Number(count) }),
          cautions: cautionsOf(definition, shape, count),
        }
      }),
    'studies.create': ({ folder, draft }) => answering(() => studies.create(folder, draft)),
    'studies.list': ({ folder }) => answering(() => ({ studies: projects.info(folder).studies })),
    'studies.definition': ({ study }) => answering(() => studies.report(study).definition),
    'studies.report': ({ study }) => answering(() => studies.report(study)),
    'studies.start': ({ study }) => answering(() => studies.start(study)),
    'studies.resume': ({ study }) => answering(() => studies.start(study)),
    'studies.pause': ({ study }) => answering(() => studies.pause(study)),
    'studies.stop': ({ study, confirm }) => answering(() => studies.stop(study, confirm)),
    'studies.extend': ({ study, budget }) => answering(() => studies.extend(study, budget)),
    'studies.enqueue': ({ study, configuration, because }) =>
      answering(async () => ({ trial: await studies.enqueue(study, configuration, because) })),
    'studies.retry': ({ study, trials }) =>
      answering(
        async () => {
          const failed = projects
            .study(study)
            .core.state.trials.filter(({ state }) => state === 'failed')
            .map(({ number }) => number)
          const wanted = trials ?? failed
          for (const trial of wanted) await studies.retry(study, trial)
          return { queued: wanted.length }
        },
        { 'trial-missing': 'not-now' },
      ),
    'studies.cancel': async ({ study, trial }) => {
      await answering(() => studies.cancel(study, trial))
      return {}
    },
    'studies.openTest': ({ study }) => answering(() => studies.openTest(study), { 'not-done': 'nothing-to-test' }),
  }
}
