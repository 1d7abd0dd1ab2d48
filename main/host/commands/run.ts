import { existsSync, rmSync, statSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import type { App, StudyReport } from '../../app/app.ts'
import { suitableTemplates } from '../../app/suitable-templates.ts'
import { writeText } from '../../app/write-text.ts'
import { defaultSpace } from '../../app/draft.ts'
import { readEntry, type CatalogueEntry } from '../../data/catalogue.ts'
import { BadInput } from '../bad-input.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { interruptible, onInterrupt } from '../interrupt.ts'
import type { Output } from '../terminal/output.ts'
import { reportObject, reportText } from './report-text.ts'
import { findStudy } from './find-study.ts'
import { withApp } from './with-app.ts'
import { beginFromFile, isStudyFile } from './study-file.ts'
import { withFixedValues } from './fixed-values.ts'
import { draftFromOptions, type DraftFromOptions, type StudyOptions } from './study-options.ts'
import { watchStudy } from './watch-study.ts'

/** `sweetspot run <what>`: a new study on a bundled dataset, a table or a folder of pictures or recordings, or an existing project's study resumed. */
export async function run(what: string, options: StudyOptions, output: Output): Promise<ExitCode> {
  return withApp(async (app) => {
    const isProject = existsSync(join(what, 'project.json'))
    const study = isProject ? await reopen(app, what, options) : await begin(app, what, options, output)
    return carryOut(app, study, options, output)
  })
}

/** Runs the study to its end, opens the sealed test set if that was asked for, and says what was found. */
export async function carryOut(app: App, study: string, options: StudyOptions, output: Output): Promise<ExitCode> {
  const { report, interrupted } = await watchStudy(app, study, output, onInterrupt)
  const opened = await openTestIfAsked(app, report, options, output)
  if (output.json) output.object(reportObject(opened))
  else {
    for (const line of reportText(opened)) output.line(line)
    for (const line of await sampleOf(app, opened)) output.line(line)
  }
  output.remark(`\nProject: ${opened.project}`)
  if (interrupted || opened.status === 'paused') output.remark(`Resume with: npx sweetspot run ${opened.project}`)
  if (interrupted) return exitCodes.interrupted
  return opened.counts.complete > 0 ? exitCodes.ok : exitCodes.noResult
}

/** What the best network of a study of next tokens writes. */
async function sampleOf(app: App, { id, definition, chosen, best }: StudyReport): Promise<string[]> {
  const trial = (chosen ?? best)?.trial
  if (definition.template !== 'nextToken' || trial === undefined) return []
  const model = await app.model(id, trial)
  if (model === undefined) return []
  const text = await writeText(model, { prompt: '\n', length: 300, temperature: 0.8, seed: 1 })
  return ['', `Trial ${trial} writes (sweetspot generate writes more):`, ...text.split('\n')]
}

async function openTestIfAsked(app: App, report: StudyReport, options: StudyOptions, output: Output) {
  if (!options.openTest || report.status !== 'finished' || report.test) return report
  if (report.chosen === undefined && report.front === undefined) return report
  output.remark('Opening the sealed test set, once ...')
  return app.openTest(report.id)
}

async function reopen(app: App, folder: string, options: StudyOptions): Promise<string> {
  const project = await app.openProject(resolve(folder))
  if (project.readOnly)
    throw new BadInput(
      'project-locked',
      `${folder} is open in another program (${project.heldBy ?? 'unknown'}). Close it there first.`,
    )
  const study = findStudy(project, options.study)
  const { budget } = draftFromOptions(options)
  const said = options.trials ?? options.minutes ?? options.epochs
  if (said !== undefined && budget) await app.extend(study.id, budget)
  return study.id
}

async function begin(app: App, what: string, options: StudyOptions, output: Output): Promise<string> {
  if (isStudyFile(what)) return beginFromFile(app, what, options, output)
  const draft = draftFromOptions(options)
  const isFile = extname(what) !== '' && existsSync(what)
  const bundled = isFile ? undefined : (await app.datasets()).find((entry) => entry.id === what)
  const isFolder = !bundled && isDirectory(what)
  if (!isFile && !isFolder && !bundled)
    throw new BadInput(
      'dataset-missing',
      `${what} is no bundled dataset, no CSV or TSV file, no folder of pictures or recordings, and no project folder. \`sweetspot data\` lists the bundled ones.`,
    )
  const stem = isFolder ? basename(resolve(what)) : basename(what, extname(what))
  const folder = resolve(options.project ?? `${stem}-study`)
  await app.createProject(folder)
  const study = await makeStudy(app, folder, what, bundled, draft, options, output).catch(async (error: unknown) => {
    // Nothing was asked of this folder before: a study that cannot be made leaves no empty project behind.
    await app.closeProject(folder)
    rmSync(folder, { recursive: true, force: true })
    throw error
  })
  const { template, workers } = study.definition
  output.remark(`Project ${folder}: ${template} on ${study.datasetId}, ${workers} workers.`)
  return study.id
}

async function makeStudy(
  app: App,
  folder: string,
  what: string,
  bundled: CatalogueEntry | undefined,
  draft: DraftFromOptions,
  options: StudyOptions,
  output: Output,
): Promise<StudyReport> {
  const dataset = bundled ?? (await importWhat(app, folder, resolve(what), options, output))
  const template = draft.template ?? suitableTemplates(dataset, draft.preprocessing)[0] ?? 'mlp'
  const space = withFixedValues(draft.space ?? defaultSpace(template), options.set ?? [])
  return app.createStudy(folder, { ...draft, datasetId: dataset.id, template, space })
}

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

async function importWhat(
  app: App,
  folder: string,
  file: string,
  { target, runningText }: StudyOptions,
  output: Output,
): Promise<CatalogueEntry> {
  if (isDirectory(file)) {
    const { reference, profile } = await interruptible((signal) => app.importFolder(folder, file, {}, { signal }))
    for (const { message } of profile.warnings) output.remark(`! ${message}`)
    return readEntry(reference.folder)
  }
  if (runningText) return readEntry((await app.importRunningText(folder, file)).folder)
  const { reference } = await app.importTable(folder, file, target === undefined ? {} : { target })
  return readEntry(reference.folder)
}
