/** Everything that can be asked of main: one entry each, from which handlers, clients and checks are derived. */
import { z } from 'zod'
import { count, id, limits, name, path, text } from './bounds.ts'
import { datasetEntry, datasetPreview, folderChoices, importedDataset, templateEntry } from './datasets.ts'
import { effectEntry, effectRun, effectTable, effectVersion } from './effects.ts'
import { trialDiagnosis } from './diagnosis.ts'
import { insights, whatIf } from './insights.ts'
import { appInfo, deviceReport, poolState } from './machine.ts'
import { projectInfo, recentProject } from './projects.ts'
import { reportDocument } from './report.ts'
import { configuration, searchSpace, spaceCheck } from './space.ts'
import { budget, studyDefinition, studyDraft, studyPlan, studyReport, studySummary, templateName } from './study.ts'
import { tableChoices, tableInspection } from './tables.ts'
import { learningCurve, message, trialDetail, trialRef, trialsPage } from './trials.ts'

interface RequestEntry {
  readonly params: z.ZodType
  readonly result: z.ZodType
  /** Codes of the faults that a caller can act on, besides the general ones. */
  readonly errors: readonly string[]
}

const ofEffect = z.strictObject({ effect: id, version: effectVersion })
const none = z.strictObject({})
const ofStudy = z.strictObject({ study: id })
const ofProject = z.strictObject({ folder: path })
const ofAnyProject = z.strictObject({ folder: path.exactOptional() })

/** not-importable: what is wrong with the files, and what to do, stands in the message. */
const importRefusals = ['project-missing', 'project-read-only', 'disk-full', 'not-importable'] as const
const cannotChange = ['study-missing', 'not-now', 'project-read-only', 'disk-full'] as const

export const requests = {
  'app.info': { params: none, result: appInfo, errors: [] },
  'pool.state': { params: none, result: poolState, errors: [] },
  /** Engines and devices of this computer, as they were tested last. */
  'devices.report': { params: none, result: deviceReport, errors: [] },
  /** Tests them again; answers at once, progress comes as events. Refused while a study trains: figures would be wrong. */
  'devices.test': { params: none, result: deviceReport, errors: ['not-now'] },
  /** Breaks a test off; what was known before stays. */
  'devices.stop': { params: none, result: deviceReport, errors: [] },
  /** Newest last; `study` absent: the program's and all studies'. */
  'messages.recent': {
    params: z.strictObject({ study: id.exactOptional(), count: count.min(1).max(limits.rows) }),
    result: z.object({ messages: z.array(message).max(limits.rows) }),
    errors: [],
  },

  /** The bundled datasets, after those of a project that is open, where `folder` names one. */
  'datasets.catalogue': {
    params: ofAnyProject,
    result: z.object({ datasets: z.array(datasetEntry).max(limits.list) }),
    errors: ['project-missing'],
  },
  'datasets.preview': {
    params: ofAnyProject.extend({ dataset: id }),
    result: datasetPreview,
    errors: ['dataset-missing', 'dataset-damaged', 'project-missing'],
  },
  /** Looks at a CSV or TSV file; nothing is imported. `datasets.importing` tells how much is read. */
  'datasets.inspectTable': {
    params: z.strictObject({ path, choices: tableChoices }),
    result: tableInspection,
    errors: ['not-importable'],
  },
  'datasets.importTable': {
    params: ofProject.extend({ path, choices: tableChoices }),
    result: importedDataset,
    errors: importRefusals,
  },
  /**
   * Makes a dataset of a project out of a folder of pictures or recordings, in classes: minutes for tens of thousands of
   * files, so `datasets.importing` tells how far it is, and cancelling leaves nothing behind. `path` is absolute.
   */
  'datasets.importFolder': {
    params: ofProject.extend({ path, choices: folderChoices.exactOptional() }),
    result: importedDataset,
    errors: importRefusals,
  },
  /** Copies one long text into a project, to be learnt character by character. */
  'datasets.importText': { params: ofProject.extend({ path }), result: importedDataset, errors: importRefusals },
  /** Templates that suit the dataset, the recommended one first. */
  'templates.list': {
    params: ofAnyProject.extend({ dataset: id }),
    result: z.object({ templates: z.array(templateEntry).max(limits.list) }),
    errors: ['dataset-missing', 'dataset-damaged', 'not-trainable', 'project-missing'],
  },

  /** Latest opened first. */
  'projects.recent': {
    params: none,
    result: z.object({ projects: z.array(recentProject).max(limits.list) }),
    errors: [],
  },
  /** Makes a folder of that name, or of that name and a number, in the projects folder, and opens it. */
  'projects.create': {
    params: z.strictObject({ name }),
    result: projectInfo,
    errors: ['folder-not-writable', 'disk-full'],
  },
  /** Opens a project, or answers for one that is open. */
  'projects.open': {
    params: ofProject,
    result: projectInfo,
    errors: ['project-missing', 'project-damaged', 'project-too-new'],
  },
  /** Pauses its studies, saves, gives its lock back. */
  'projects.close': { params: ofProject, result: none, errors: ['project-missing'] },
  /** Removes an open project that holds neither study nor dataset: what was to go into it did not. */
  'projects.discard': { params: ofProject, result: none, errors: ['project-missing', 'not-now'] },
  /** Writes an open project into one file, `.sweetspot`, beside its folder; none of its studies may be running. */
  'projects.pack': {
    params: ofProject,
    result: z.object({ file: path, files: count, bytes: count }),
    errors: ['project-missing', 'not-now', 'folder-not-writable', 'disk-full'],
  },
  /** Unpacks such a file into the projects folder, and opens it. */
  'projects.unpack': {
    params: z.strictObject({ file: path }),
    result: projectInfo,
    errors: ['not-unpackable', 'folder-not-writable', 'disk-full', 'project-damaged', 'project-too-new'],
  },
  /** Takes a project out of the recent ones; nothing on disk changes. */
  'projects.forget': { params: ofProject, result: none, errors: [] },

  /** Everything that is wrong with a space for a template, while it is edited. */
  'spaces.check': {
    params: z.strictObject({ template: templateName, space: searchSpace }),
    result: spaceCheck,
    errors: [],
  },
  /** What a draft would become, without making anything. */
  'studies.plan': {
    params: ofAnyProject.extend({ draft: studyDraft }),
    result: studyPlan,
    errors: ['dataset-missing', 'dataset-damaged', 'not-trainable', 'bad-study', 'project-missing'],
  },
  'studies.create': {
    params: z.strictObject({ folder: path, draft: studyDraft }),
    result: studyReport,
    errors: [
      'project-missing',
      'project-read-only',
      'dataset-missing',
      'dataset-damaged',
      'not-trainable',
      'bad-study',
      'disk-full',
    ],
  },
  'studies.list': {
    params: ofProject,
    result: z.object({ studies: z.array(studySummary).max(limits.list) }),
    errors: ['project-missing'],
  },
  'studies.definition': { params: ofStudy, result: studyDefinition, errors: ['study-missing'] },
  'studies.report': { params: ofStudy, result: studyReport, errors: ['study-missing'] },
  /** Answers once it runs; `studies.resume` likewise. Progress comes as events. */
  'studies.start': {
    params: ofStudy,
    result: studyReport,
    errors: [...cannotChange, 'dataset-changed', 'dataset-missing'],
  },
  'studies.resume': {
    params: ofStudy,
    result: studyReport,
    errors: [...cannotChange, 'dataset-changed', 'dataset-missing'],
  },
  /** Answers when no trial runs any more and everything is saved. */
  'studies.pause': { params: ofStudy, result: studyReport, errors: cannotChange },
  /** Ends the search; `confirm` has the best train again with fresh seeds first. Answers when that has begun, or it has ended. */
  'studies.stop': {
    params: z.strictObject({ study: id, confirm: z.boolean() }),
    result: studyReport,
    errors: cannotChange,
  },
  /** New limits in place of the old ones; a finished study goes on. */
  'studies.extend': { params: z.strictObject({ study: id, budget }), result: studyReport, errors: cannotChange },
  /** Queues a configuration of the user's; answers with its trial number. */
  'studies.enqueue': {
    params: z.strictObject({ study: id, configuration, because: text.exactOptional() }),
    result: z.object({ trial: count }),
    errors: [...cannotChange, 'bad-configuration'],
  },
  /** Queues failed trials again: those named, or all. */
  'studies.retry': {
    params: z.strictObject({ study: id, trials: z.array(count).max(limits.trials).exactOptional() }),
    result: z.object({ queued: count }),
    errors: cannotChange,
  },
  'studies.cancel': { params: trialRef, result: none, errors: [...cannotChange, 'trial-missing'] },
  /** Once in a study's life, the user's deliberate act: scores the chosen trial and the default on the sealed test set. */
  'studies.openTest': { params: ofStudy, result: studyReport, errors: [...cannotChange, 'nothing-to-test'] },

  /** What the finished trials say about the parameters; takes some seconds in a long study. */
  'studies.insights': { params: ofStudy, result: insights, errors: ['study-missing', 'search-failed'] },
  /** What a configuration would probably give, and the trials nearest to it. */
  'studies.whatIf': {
    params: z.strictObject({
      study: id,
      configuration,
      /** Asked about as well, for the picture of a plane; without their nearest trials. */
      others: z.array(configuration).max(limits.rows).exactOptional(),
    }),
    result: whatIf,
    errors: ['study-missing', 'search-failed', 'too-few-trials'],
  },

  /** The nine effect studies, and how far each is here. */
  'effects.list': {
    params: none,
    result: z.object({ effects: z.array(effectEntry).max(limits.list) }),
    errors: ['project-damaged', 'project-too-new', 'disk-full'],
  },
  /** Measures one, in a project of its own; goes on where it was interrupted. Several wait for one another. */
  'effects.start': {
    params: ofEffect,
    result: effectRun,
    errors: [
      'effect-missing',
      'project-read-only',
      'project-damaged',
      'project-too-new',
      'folder-not-writable',
      'disk-full',
    ],
  },
  'effects.pause': { params: ofEffect, result: effectRun, errors: ['effect-missing', ...cannotChange] },
  /** `table` is absent until it is done. */
  'effects.table': {
    params: ofEffect,
    result: z.object({ table: effectTable.exactOptional() }),
    errors: ['effect-missing', 'project-damaged', 'project-too-new'],
  },

  /** Everything that a report of the study says or draws; takes some seconds in a long study. */
  'reports.document': { params: ofStudy, result: reportDocument, errors: ['study-missing', 'search-failed'] },
  /** The same as one HTML file that needs nothing else, to be saved under that name. */
  'reports.file': {
    params: ofStudy,
    result: z.object({ name, html: z.string().max(limits.payloadCharacters) }),
    errors: ['study-missing', 'search-failed', 'report-unavailable'],
  },

  /** Rows numbered from `from`, ascending, at most `count`. */
  'trials.page': {
    params: z.strictObject({ study: id, from: count, count: count.min(1).max(limits.rows) }),
    result: trialsPage,
    errors: ['study-missing'],
  },
  /** Intermediate values of the trials named; those without any are left out. */
  'trials.curves': {
    params: z.strictObject({ study: id, trials: z.array(count).max(limits.trials) }),
    result: z.object({ curves: z.array(learningCurve).max(limits.trials) }),
    errors: ['study-missing'],
  },
  /** Where the network of a trial errs; takes some seconds. no-model: its network was not kept. */
  'trials.diagnosis': {
    params: trialRef,
    result: trialDiagnosis,
    errors: [
      'study-missing',
      'trial-missing',
      'no-model',
      'no-diagnosis',
      'dataset-missing',
      'dataset-changed',
      'search-failed',
    ],
  },
  'trials.detail': { params: trialRef, result: trialDetail, errors: ['study-missing', 'trial-missing'] },
} as const satisfies Readonly<Record<string, RequestEntry>>
