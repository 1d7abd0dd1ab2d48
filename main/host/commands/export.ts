import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { App, StudyReport } from '../../app/app.ts'
import { csvText } from '../../report/csv.ts'
import { artifactsOf } from '../../training/saved-model.ts'
import { BadInput } from '../bad-input.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../terminal/output.ts'
import { findStudy } from './find-study.ts'
import { reportObject } from './report-text.ts'
import { withApp } from './with-app.ts'

export interface ExportOptions {
  readonly study?: string
  readonly format: string
  readonly out?: string
}

/** `sweetspot export <project>`: a study's trials as CSV or JSON, or its recommended network as tfjs-layers files. */
export async function exportStudy(project: string, options: ExportOptions, output: Output): Promise<ExitCode> {
  const { format } = options
  if (format !== 'csv' && format !== 'json' && format !== 'model')
    throw new BadInput('bad-option', `--format is ${format}; it must be csv, json or model.`)
  return withApp(async (app) => {
    const study = app.study(findStudy(await app.openProject(resolve(project)), options.study).id)
    if (format === 'model') return exportModel(app, study, options.out ?? 'model', output)
    const text = format === 'csv' ? csvText(await trialTable(app, study.id)) : await trialsAsJson(app, study)
    if (options.out === undefined) process.stdout.write(text)
    else {
      writeFileSync(options.out, text)
      output.remark(`Wrote ${resolve(options.out)}`)
    }
    return exitCodes.ok
  })
}

const pageSize = 1000
const figureColumns = ['network_parameters', 'model_bytes', 'latency_ms_per_row']

async function trialTable(app: App, study: string): Promise<(string | number | boolean | null)[][]> {
  const { definition, front } = app.study(study)
  const { metric } = definition.objective
  const further = definition.furtherObjectives ?? []
  const onFront = new Set(front?.trials)
  const table: (string | number | boolean | null)[][] = []
  for await (const { parameters, rows } of trialPages(app, study)) {
    if (table.length === 0)
      table.push([
        'trial',
        'state',
        'origin',
        metric,
        ...further.map((objective) => `objective_${objective.metric}`),
        ...(further.length > 0 ? ['on_front'] : []),
        'epochs',
        'seconds',
        ...figureColumns,
        'failure',
        'after_test',
        ...parameters,
      ])
    for (const row of rows)
      table.push([
        row.number,
        row.state,
        row.origin,
        row.value ?? null,
        ...further.map((_, k) => row.values?.[k + 1] ?? null),
        ...(further.length > 0 ? [onFront.has(row.number)] : []),
        row.epochs,
        row.seconds,
        row.parameters ?? null,
        row.modelBytes ?? null,
        row.latency ?? null,
        row.failure ?? null,
        row.afterTest ?? false,
        ...row.configuration,
      ])
  }
  return table
}

async function trialsAsJson(app: App, study: StudyReport): Promise<string> {
  const trials: unknown[] = []
  for await (const { parameters, rows } of trialPages(app, study.id))
    for (const { configuration, ...row } of rows) {
      const active = parameters.map((name, place) => [name, configuration[place]]).filter(([, value]) => value !== null)
      const classes = row.state === 'complete' ? await classesOf(app, study.id, row.number) : undefined
      trials.push({ ...row, configuration: Object.fromEntries(active) as unknown, ...(classes && { classes }) })
    }
  return `${JSON.stringify({ ...reportObject(study), definition: study.definition, trials }, null, 2)}\n`
}

/** Precision, recall and F1 by class of a trial's first run on the rows that validated, and the confusion matrix. */
async function classesOf(app: App, study: string, trial: number) {
  const { signal } = new AbortController()
  const { runs, classNames } = await app.backend.handlers['trials.detail']({ study, trial }, { signal })
  const found = runs.find(({ name }) => name === 'search/0')?.classes?.validation
  if (!found) return undefined
  const { scores, matrix } = found
  return { scores: scores.map((score, k) => ({ class: classNames?.[k] ?? k, ...score })), ...(matrix && { matrix }) }
}

async function* trialPages(app: App, study: string) {
  const signal = new AbortController().signal
  for (let from = 0, total = 1; from < total; from += pageSize) {
    const page = await app.backend.handlers['trials.page']({ study, from, count: pageSize }, { signal })
    total = page.total
    yield page
  }
}

async function exportModel(app: App, study: StudyReport, folder: string, output: Output): Promise<ExitCode> {
  const trial = (study.chosen ?? study.best)?.trial
  const model = trial === undefined ? undefined : await app.model(study.id, trial)
  if (trial === undefined || !model)
    throw new BadInput('model-missing', `${study.name} keeps no trained network yet: let it complete a trial first.`)
  const { modelTopology, weightSpecs, weightData } = artifactsOf(model)
  mkdirSync(folder, { recursive: true })
  const manifest = [{ paths: ['weights.bin'], weights: weightSpecs }]
  const json = { format: 'layers-model', generatedBy: 'Sweetspot', modelTopology, weightsManifest: manifest }
  writeFileSync(join(folder, 'model.json'), JSON.stringify(json))
  writeFileSync(join(folder, 'weights.bin'), new Uint8Array(weightData as ArrayBuffer))
  writeFileSync(join(folder, 'preprocessing.json'), `${model.preprocessing}\n`)
  output.line(
    `Wrote trial ${trial} to ${resolve(folder)}: model.json and weights.bin (tf.loadLayersModel), preprocessing.json.`,
  )
  if (output.json) output.object({ trial, folder: resolve(folder) })
  return exitCodes.ok
}
