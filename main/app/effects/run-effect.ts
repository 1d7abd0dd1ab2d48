import { isDeepStrictEqual } from 'node:util'
import { randomStream } from '../../search/random/stream.ts'
import { chooseCandidates } from '../../report/effects/choose.ts'
import { effectTable, type ChosenValues, type EffectTable } from '../../report/effects/table.ts'
import { trainingsOf, type Training } from '../../report/effects/trainings.ts'
import type { EffectDefinition, EffectVersion } from '../../study/effects/definition.ts'
import {
  configurationOfTrial,
  measuringGrid,
  needsTuning,
  reductionOf,
  spaceOf,
  trialsOf,
  tuningGrid,
  versionOf,
  type EffectGrid,
} from '../../study/effects/plan.ts'
import type { App, StudyDraft, StudyReport } from '../app.ts'

/** What the studies of an effect are made and run by: the application, or as much of it. */
export type EffectShop = Pick<App, 'project' | 'createStudy' | 'study' | 'lines' | 'enqueue' | 'retry'>

/** Runs a study until it has finished or paused; the shell's way, with its progress and its Ctrl+C. */
export type Carry = (study: string) => Promise<StudyReport>

/** The trainings of one study of an effect, and the seconds that it ran. */
interface Done {
  readonly trainings: readonly Training[]
  readonly seconds: number
}

/**
 * Measures an effect as ordinary studies of an open project: where something is to be chosen for each setting, a study that
 * tries the candidates; then one that trains every setting with fresh seeds, on another split where there was a choice. Both
 * are found again by name, so that an effect that was interrupted goes on where it stopped, and one that is done is read back.
 *
 * @returns undefined if a study was paused before its end
 * @throws what `App.createStudy` and `App.run` throw
 */
export async function runEffect(
  app: EffectShop,
  project: string,
  complete: EffectDefinition,
  version: EffectVersion,
  carry: Carry,
): Promise<EffectTable | undefined> {
  const definition = versionOf(complete, version)
  return tableFrom(complete, version, (step, grid) =>
    runGrid(app, project, definition, nameOf(definition, version, step), step, grid, carry),
  )
}

/** The table of an effect whose studies are done, from their journals; undefined while they are not. Trains nothing. */
export async function readEffect(
  app: EffectShop,
  project: string,
  complete: EffectDefinition,
  version: EffectVersion,
): Promise<EffectTable | undefined> {
  const definition = versionOf(complete, version)
  return tableFrom(complete, version, async (step, grid) => {
    const study = madeFor(app, project, nameOf(definition, version, step), grid)
    return study?.status === 'finished' ? doneOf(app, study) : undefined
  })
}

/** The study of this name for this grid, if there is one: of another version of the program the grid may have been another. */
function madeFor(app: EffectShop, project: string, name: string, grid: EffectGrid): StudyReport | undefined {
  const space = spaceOf(grid)
  return app
    .project(project)
    .studies.filter((study) => study.name === name)
    .map(({ id }) => app.study(id))
    .find(({ definition, budget }) => budget.trials === trialsOf(grid) && isDeepStrictEqual(definition.space, space))
}

/** The studies of an effect in the order in which they run, and the trainings of each; those after a choice stand on it. */
export function studiesOf(
  complete: EffectDefinition,
  version: EffectVersion,
): readonly { readonly name: string; readonly trainings: number }[] {
  const definition = versionOf(complete, version)
  const measurement = {
    name: nameOf(definition, version, 'measurement'),
    trainings: definition.settings.length * definition.seeds,
  }
  if (!needsTuning(definition, version.kind)) return [measurement]
  const trainings = trialsOf(tuningGrid(definition, version.kind))
  return [{ name: nameOf(definition, version, 'choice'), trainings }, measurement]
}

async function tableFrom(
  complete: EffectDefinition,
  version: EffectVersion,
  doneWith: (step: Step, grid: EffectGrid) => Promise<Done | undefined>,
): Promise<EffectTable | undefined> {
  const definition = versionOf(complete, version)
  const reduction = reductionOf(complete, version)
  let seconds = 0
  let tuned: readonly Training[] | undefined
  let chosen: readonly (ChosenValues | undefined)[] | undefined
  if (needsTuning(definition, version.kind)) {
    const grid = tuningGrid(definition, version.kind)
    const done = await doneWith('choice', grid)
    if (done === undefined) return undefined
    tuned = done.trainings
    seconds += done.seconds
    chosen = chooseCandidates(grid.owner, grid.candidates, tuned, definition.objective.direction)
  }
  const grid = measuringGrid(
    definition,
    chosen?.map((choice) => choice?.values ?? {}) ?? definition.settings.map(({ own }) => own?.[0] ?? {}),
  )
  const measured = await doneWith(tuned === undefined ? 'measurement' : 'measurement after choice', grid)
  if (measured === undefined) return undefined
  seconds += measured.seconds
  const random = randomStream(1, 0, `agreement of ${definition.id}`)
  return effectTable({
    definition: reduction === undefined ? definition : { ...definition, notes: [reduction, ...definition.notes] },
    version,
    measured: measured.trainings,
    seconds,
    ...(tuned === undefined ? {} : { tuned }),
    ...(chosen === undefined ? {} : { chosen }),
    uniform: () => random.uniform(),
  })
}

type Step = 'choice' | 'measurement' | 'measurement after choice'

/** Tells apart all studies of all effects, in case they share a project. */
const nameOf = ({ id }: EffectDefinition, { kind, quick }: EffectVersion, step: Step): string =>
  `effect/${id}, ${kind}${quick ? ' quick' : ''} ${step === 'choice' ? 'choice' : 'measurement'}`

/** Seeds of what is chosen and what is measured are apart, and so are their splits: what was chosen is measured on other rows too. */
const seedOf: Readonly<Record<Step, number>> = { choice: 101, measurement: 1, 'measurement after choice': 1 }

async function runGrid(
  app: EffectShop,
  project: string,
  definition: EffectDefinition,
  name: string,
  step: Step,
  grid: EffectGrid,
  carry: Carry,
): Promise<Done | undefined> {
  const { id } =
    madeFor(app, project, name, grid) ?? (await app.createStudy(project, draftOf(definition, name, step, grid)))
  await enqueueMissing(app, id, grid)
  await retryLost(app, id)
  const report = await carry(id)
  if (report.status !== 'finished') return undefined
  return doneOf(app, report)
}

async function doneOf(app: EffectShop, { id, seconds }: StudyReport): Promise<Done> {
  return { trainings: trainingsOf(await app.lines(id)), seconds }
}

/** Trial 0 is the default of the space, which is the grid's first configuration; the others are enqueued in the grid's order. */
async function enqueueMissing(app: EffectShop, id: string, grid: EffectGrid): Promise<void> {
  const { trials, status } = app.study(id)
  if (status === 'finished') return
  for (let trial = Math.max(1, trials); trial < trialsOf(grid); trial++)
    await app.enqueue(id, configurationOfTrial(grid, trial), 'A setting of the effect, with a seed of its own.')
}

/** A training that a crash or a hang has cost, and not its setting, is done again. */
async function retryLost(app: EffectShop, id: string): Promise<void> {
  if (app.study(id).counts.failed === 0) return
  for (const { trial, failure, diverged } of trainingsOf(await app.lines(id)))
    if (failure !== undefined && !diverged) await app.retry(id, trial)
}

function draftOf(definition: EffectDefinition, name: string, step: Step, grid: EffectGrid): StudyDraft {
  const { datasetId, template, preprocessing, protocol, objective, timed } = definition
  return {
    name,
    datasetId,
    template,
    ...(preprocessing === undefined ? {} : { preprocessing }),
    space: spaceOf(grid),
    objective,
    sampler: { name: 'grid', options: { order: 'listed' } },
    pruner: { name: 'none', options: {} },
    protocol: { ...protocol, confirm: { top: 0, seeds: 0 }, splitSeed: step === 'choice' ? 2 : 1 },
    budget: { trials: trialsOf(grid) },
    seed: seedOf[step],
    keepModels: 0,
    retries: 2,
    ...(timed ? { workers: 1, engines: ['compiled'] } : {}),
  }
}
