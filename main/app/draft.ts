import { availableParallelism, freemem } from 'node:os'
import { studyDraft } from '../../preload/contract/study.ts'
import type { CatalogueEntry } from '../data/catalogue.ts'
import { defaultPoolSize } from '../pool/default-size.ts'
import { createPruner } from '../search/pruners/registry.ts'
import { checkPrunerFor } from '../search/pruner.ts'
import { checkSamplerFor, createSampler } from '../search/samplers/registry.ts'
import type { SearchSpace } from '../search/space/types.ts'
import { budgetProblem } from '../study/budget.ts'
import type { EvaluationProtocol } from '../study/protocol.ts'
import { hasSeveral, objectivesOf } from '../study/objectives.ts'
import type { Objective, StudyDefinition } from '../study/study.ts'
import type { EngineName } from '../training/engines/engine.ts'
import type { Task } from '../training/job.ts'
import type { TemplateName } from '../training/templates/names.ts'
import { findMetric, metricsOf, isFinalMeasure, isKnownEarly, runMeasures } from '../training/metrics/table.ts'
import { templateDefinitions } from '../training/templates/definitions.ts'
import { AppError } from './app-error.ts'
import { untestedEngines } from './devices/choice.ts'
import type { StudyDraft } from './app.ts'
import { checkFidelity, furtherProtocol, prunesByEpochs } from './fidelity.ts'
import { spaceProblems } from './space-check.ts'
import { checkTopology } from './topology-check.ts'
import { isInOrder, suitableTemplates, trainingTask } from './suitable-templates.ts'

type Undetermined = Omit<StudyDefinition, 'id' | 'dataset'>

/**
 * A draft as a definition, all that was left unsaid filled in to suit the dataset.
 * @param available  the engines that work on this computer, as measured; default: those that always do
 * @throws AppError bad-study with a sentence that says which setting to change; not-trainable
 */
export function completeDraft(
  draft: StudyDraft,
  dataset: CatalogueEntry,
  available: readonly EngineName[] = untestedEngines,
): Undetermined {
  if (!dataset.trainable)
    throw new AppError('not-trainable', `${dataset.title}: ${dataset.obstacle ?? 'it cannot be trained on yet.'}`)
  const checked = studyDraft.safeParse(draft)
  if (!checked.success) {
    const issue = checked.error.issues[0]
    throw badStudy(`The study's ${issue?.path.join('.') ?? 'settings'}: ${issue?.message ?? 'not understood'}.`)
  }
  const task = trainingTask(dataset)
  const template = draft.template
  const seed = draft.seed ?? 1
  const objective = draft.objective ?? defaultObjective(task, template)
  const { furtherObjectives: further = [] } = draft
  const definition: Undetermined = {
    name: draft.name ?? `${dataset.title}, ${templateDefinitions[template].title.toLowerCase()}`,
    task,
    template,
    ...(draft.topology === undefined ? {} : { topology: draft.topology }),
    space: draft.space ?? defaultSpace(template),
    objective,
    ...(draft.furtherObjectives === undefined ? {} : { furtherObjectives: draft.furtherObjectives }),
    sampler: draft.sampler ?? { name: 'auto', options: {} },
    pruner: draft.pruner ?? usualPruner(task, [objective, ...further], draft),
    protocol: completeProtocol(draft, dataset, seed, objective.metric),
    budget: draft.budget ?? { trials: 100 },
    seed,
    workers: draft.workers ?? defaultPoolSize(availableParallelism(), freemem()),
    engines: draft.engines ?? available,
    ...(draft.engines === undefined ? { engineOrder: 'measured' as const } : {}),
    keepModels: draft.keepModels ?? 5,
    retries: draft.retries ?? 1,
    limits: draft.limits ?? {},
    ...(draft.preprocessing ? { preprocessing: draft.preprocessing } : {}),
    ...(draft.stopping && draft.stopping.length > 0 ? { stopping: draft.stopping } : {}),
  }
  checkDefinition(definition, dataset)
  return definition
}

/** The space that a study with a template searches unless told otherwise. */
export function defaultSpace(template: StudyDefinition['template']): SearchSpace {
  return templateDefinitions[template].space as SearchSpace
}

export function defaultObjective(task: Task, template?: TemplateName): StudyDefinition['objective'] {
  // Of what comes next in a text most is open: how much chance it had counts, not whether it was the first guess.
  if (template === 'nextToken') return { metric: 'loss', direction: 'minimise' }
  return task === 'classification'
    ? { metric: 'accuracy', direction: 'maximise' }
    : { metric: 'rmse', direction: 'minimise' }
}

/** What a study of a task can optimise, each the way that is better; first the metrics, then what is measured of the run. */
export function possibleObjectives(task: Task): Objective[] {
  const measures = runMeasures.filter(({ name }) => isFinalMeasure(name))
  return [...metricsOf[task], ...measures].map(({ name, direction }) => ({ metric: name, direction }))
}

/** What is known only at the end says nothing of a trial that has begun; how large its network is, is known at once. */
function usualPruner(
  task: Task,
  [first, ...further]: readonly Objective[],
  { protocol = {}, budget = {}, sampler }: Pick<StudyDraft, 'protocol' | 'budget' | 'sampler'>,
): StudyDefinition['pruner'] {
  // A population has its own way of dropping whoever is worst.
  if (sampler?.name === 'pbt') return { name: 'none', options: {} }
  if (!prunesByEpochs(protocol)) return { name: 'asha', options: {} }
  const early = first && !isFinalMeasure(first.metric) && further.every(({ metric }) => isKnownEarly(task, metric))
  if (!early) return { name: 'none', options: {} }
  if (further.length === 0) return { name: 'median', options: {} }
  // Of few trials a third of a third would be left to make up a front.
  return { name: (budget.trials ?? Infinity) < fewTrials ? 'none' : 'asha', options: {} }
}

/** What a training watches epoch by epoch: the first objective, or the usual one where all are known only at the end. */
export function watchedBy({ task, template, ...definition }: Undetermined): Objective {
  const watchable = objectivesOf(definition).find(({ metric }) => !isFinalMeasure(metric))
  return watchable ?? defaultObjective(task, template)
}

/** @throws UnknownMetric, SearchError single-objective-only, AppError bad-study */
function checkObjectives({ task, sampler, pruner, ...definition }: Undetermined): void {
  const objectives = objectivesOf(definition)
  for (const objective of objectives) checkObjective(task, objective)
  const twice = objectives.find(({ metric }, at) => objectives.findIndex((other) => other.metric === metric) < at)
  if (twice) throw badStudy(`${twice.metric} is an objective twice. Choose another one beside it.`)
  checkSamplerFor(sampler.name, objectives.length)
  checkPrunerFor(createPruner(pruner.name, pruner.options), objectives.length)
}

/** @throws UnknownMetric, AppError bad-study */
function checkObjective(task: Task, { metric, direction }: StudyDefinition['objective']): void {
  const measure = isFinalMeasure(metric) ? runMeasures.find(({ name }) => name === metric) : undefined
  if (measure === undefined) findMetric(task, metric)
  else if (measure.direction !== direction)
    throw badStudy(`${measure.title} is to be minimised: a network that is as slow or as large as can be helps nobody.`)
}

function completeProtocol(
  draft: Pick<StudyDraft, 'protocol' | 'confirmation' | 'preprocessing' | 'budget' | 'template' | 'furtherObjectives'>,
  dataset: CatalogueEntry,
  seed: number,
  metric: string,
): EvaluationProtocol {
  const { protocol: given = {}, preprocessing } = draft
  const kind = given.kind ?? 'holdout'
  const inOrder = isInOrder(dataset, preprocessing)
  const column = given.column ?? (inOrder ? (preprocessing?.series?.time ?? dataset.time) : undefined)
  const by = given.by ?? (inOrder ? 'time' : 'stratified')
  const repeats = given.repeats ?? 1
  return {
    kind,
    ...(kind === 'holdout' ? { validationShare: given.validationShare ?? 0.2 } : { folds: given.folds ?? 5 }),
    by,
    ...(column === undefined ? {} : { column }),
    sealed: given.sealed ?? (dataset.rows.test > 0 ? 'official' : 0.2),
    repeats,
    splitSeed: given.splitSeed ?? seed,
    ...furtherProtocol(given, { kind, by, repeats }),
    confirm: given.confirm ?? { ...usualConfirmation(draft, dataset, by, metric), ...saidOf(draft.confirmation) },
  }
}

const fewTrials = 60

/** Without what is there and undefined: it would take the place of what is usual. */
const saidOf = (confirmation: StudyDraft['confirmation'] = {}): Partial<EvaluationProtocol['confirm']> =>
  Object.fromEntries(Object.entries(confirmation).filter(([, value]) => value !== undefined))

/** Of a study of few trials no more than a fifth is confirmed. */
const mostFinalists = 5

/** Five fresh seeds for the best and the defaults, five more for the chosen one, and something simple to be beaten. */
function usualConfirmation(
  {
    budget,
    template,
    preprocessing,
    furtherObjectives,
  }: Pick<StudyDraft, 'budget' | 'template' | 'preprocessing' | 'furtherObjectives'>,
  dataset: CatalogueEntry,
  by: EvaluationProtocol['by'],
  metric: string,
): EvaluationProtocol['confirm'] {
  const { trials } = budget ?? { trials: 100 }
  const linear = template !== 'linear' && suitableTemplates(dataset, preprocessing).includes('linear')
  return {
    top: trials === undefined ? mostFinalists : Math.min(mostFinalists, Math.ceil(trials / 5)),
    seeds: 5,
    defaults: true,
    // Of several compromises none is chosen: what confirms each is what is reported of it.
    ...(furtherObjectives ? {} : { winner: 5 }),
    // What comes later in time is predicted from what came before: there is one way to divide it.
    splits: by === 'time' ? 'fixed' : 'fresh',
    // Nothing that predicts has fewer parameters than the commonest class.
    ...(isFinalMeasure(metric) ? {} : { baselines: linear ? ['constant', 'linear'] : ['constant'] }),
  }
}

/** @throws AppError bad-study */
function checkDefinition(definition: Undetermined, dataset: CatalogueEntry): void {
  const { space, sampler, pruner, budget, protocol, template } = definition
  const problem = spaceProblems(space, template)[0]
  if (problem) throw badStudy(problem.message)
  asBadStudy(() => checkTopology(definition))
  asBadStudy(() => createSampler(sampler.name, sampler.options))
  asBadStudy(() => createPruner(pruner.name, pruner.options))
  asBadStudy(() => checkObjectives(definition))
  if (definition.stopping && hasSeveral(definition))
    throw badStudy('A stopping criterion looks at one objective; with several only the budget ends the search.')
  const overspent = budgetProblem(budget)
  if (overspent) throw badStudy(overspent)
  if (protocol.kind === 'holdout' && !((protocol.validationShare ?? 0) > 0 && (protocol.validationShare ?? 1) < 1))
    throw badStudy(`The share of rows that validate is ${protocol.validationShare}. It must lie between 0 and 1.`)
  // A running text has no columns: its order is that of its characters.
  const needsColumn = protocol.by === 'group' || (protocol.by === 'time' && dataset.kind !== 'characters')
  if (needsColumn && protocol.column === undefined)
    throw badStudy(`A split by ${protocol.by} needs the name of a column.`)
  checkFidelity(definition, dataset)
  const suitable = suitableTemplates(dataset, definition.preprocessing)
  if (template !== 'custom' && !suitable.includes(template))
    throw badStudy(
      template === 'cnn'
        ? `${dataset.title} holds no images: a convolutional network cannot be trained on it. Choose ${suitable[0]}.`
        : `${dataset.title} is nothing that the template ${template} could be trained on. Choose ${suitable.join(' or ')}.`,
    )
}

function asBadStudy(check: () => unknown): void {
  try {
    check()
  } catch (error) {
    throw badStudy(error instanceof Error ? error.message : String(error), error)
  }
}

function badStudy(message: string, cause?: unknown): AppError {
  return new AppError('bad-study', message, { cause })
}
