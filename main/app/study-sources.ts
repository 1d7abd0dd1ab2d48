import { resolve } from 'node:path'
import { thinned } from '../search/transfer/source.ts'
import type { SourceTrial } from '../search/transfer/source.ts'
import type { Project } from '../store/project.ts'
import { apply } from '../study/apply.ts'
import { newState } from '../study/state.ts'
import type { StudyState } from '../study/state.ts'
import type { StudySource } from '../study/study.ts'
import type { SourceReference } from './app.ts'
import { AppError } from './app-error.ts'
import type { ProjectService } from './project-service.ts'
import { studyFormats } from './study-document.ts'

/** Trials of each source that study.json keeps, evenly by rank: samplers look at no more. */
const MOST_TRIALS = 60

/**
 * What earlier studies found, as a new study keeps it in its study.json: a replay needs nothing else, whatever becomes of
 * the earlier studies. Those of projects that are not open are read where they lie, without opening their project.
 *
 * @throws AppError bad-study with a sentence, where a study is missing or has nothing to learn from; StoreError
 */
export async function readSources(
  references: readonly SourceReference[],
  projects: ProjectService,
): Promise<readonly StudySource[]> {
  const sources: StudySource[] = []
  for (const reference of references) sources.push(sourceOf(await stateOf(reference, projects)))
  return sources
}

async function stateOf(reference: SourceReference, projects: ProjectService): Promise<StudyState> {
  const { study } = reference
  const project = reference.project === undefined ? undefined : resolve(reference.project)
  if (project !== undefined && !projects.isOpen(project))
    return projects.lookInto(project, (found) => readStudy(found, study))
  const id = study ?? (project === undefined ? undefined : projects.info(project).studies.at(-1)?.id)
  const session = id === undefined ? undefined : projects.find(id)
  if (!session || (project !== undefined && session.project.path !== project)) throw missing(study, project)
  return session.core.state
}

async function readStudy(project: Project, study: string | undefined): Promise<StudyState> {
  const id = study ?? (await newest(project))
  if (id === undefined || !(await project.studyIds()).includes(id)) throw missing(study, project.path)
  const folder = await project.openStudy(id, studyFormats)
  const state = newState(folder.document.data)
  await folder.readLines((line) => apply(state, line))
  return state
}

async function newest(project: Project): Promise<string | undefined> {
  const studies: { readonly id: string; readonly createdAt: string }[] = []
  for (const id of await project.studyIds()) {
    const { createdAt } = (await project.openStudy(id, studyFormats)).document.data
    studies.push({ id, createdAt })
  }
  return studies.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)).at(-1)?.id
}

function sourceOf({ definition: { id, name, objective }, trials }: StudyState): StudySource {
  const complete = trials.flatMap(({ state, configuration, values }): SourceTrial[] => {
    const value = values?.[0]
    return state === 'complete' && value !== undefined && Number.isFinite(value) ? [{ configuration, value }] : []
  })
  if (complete.length === 0)
    throw new AppError(
      'bad-study',
      `The study "${name}" has no complete trial: there is nothing to learn from. Leave it out, or run it first.`,
    )
  const { direction } = objective
  return { study: id, name, direction, trials: thinned({ name, direction, trials: complete }, MOST_TRIALS) }
}

function missing(study: string | undefined, project: string | undefined): AppError {
  const where = project === undefined ? 'No open project' : `The project ${project}`
  return new AppError(
    'bad-study',
    `${where} has ${project === undefined ? 'a' : 'no'} study ${study ?? 'yet'} to learn from. Check its name, or leave it out.`,
  )
}
