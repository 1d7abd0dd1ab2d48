import { resolve } from 'node:path'
import { writeText } from '../../app/write-text.ts'
import { BadInput } from '../bad-input.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../terminal/output.ts'
import { findStudy } from './find-study.ts'
import { withApp } from './with-app.ts'

export interface GenerateOptions {
  readonly study?: string
  readonly temperature?: string
  readonly topK?: string
  readonly length?: string
  readonly prompt?: string
  readonly seed?: string
}

function numberOf(option: string, text: string | undefined, fallback: number, least: number): number {
  const value = text === undefined ? fallback : Number(text)
  if (Number.isFinite(value) && value >= least) return value
  throw new BadInput('bad-option', `${option} is ${text}; it must be a number of at least ${least}.`)
}

/** `sweetspot generate <project> [trial]`: text written by a kept next-token network, the study's best one unless said. */
export async function generateText(
  project: string,
  wanted: string | undefined,
  options: GenerateOptions,
  output: Output,
): Promise<ExitCode> {
  const temperature = numberOf('--temperature', options.temperature, 0.8, 0)
  const length = numberOf('--length', options.length, 400, 1)
  const seed = numberOf('--seed', options.seed, 1, 0)
  const topK = options.topK === undefined ? undefined : numberOf('--top-k', options.topK, 1, 1)
  const chosen = wanted === undefined ? undefined : numberOf('The trial', wanted, 0, 0)
  const prompt = options.prompt ?? '\n'
  return withApp(async (app) => {
    const study = app.study(findStudy(await app.openProject(resolve(project)), options.study).id)
    const trial = chosen ?? (study.chosen ?? study.best)?.trial
    const model = trial === undefined ? undefined : await app.model(study.id, trial)
    if (trial === undefined || !model)
      throw new BadInput(
        'model-missing',
        `${study.name} keeps no trained network${trial === undefined ? ' yet' : ` of trial ${trial}`}: let it complete a trial, or name one whose network was kept.`,
      )
    const text = await writeText(model, { prompt, length, temperature, seed, ...(topK === undefined ? {} : { topK }) })
    output.line(prompt.trimStart() + text)
    if (output.json) output.object({ trial, prompt, temperature, seed, text })
    return exitCodes.ok
  })
}
