import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findLearningRate, type LearningRateRangeResult } from '../../app/learning-rate-range.ts'
import { findBundled, readEntry } from '../../data/catalogue.ts'
import type { TemplateName } from '../../training/templates/names.ts'
import { BadInput } from '../bad-input.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { shellParts } from '../open-app.ts'
import type { Output } from '../terminal/output.ts'
import { formatTable } from '../terminal/table.ts'
import { parseAssignment } from './fixed-values.ts'

export interface LearningRateOptions {
  readonly template?: string
  readonly set?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly steps?: string
  readonly seed?: string
}

/** Rows of the printed table; --json holds every step. */
const printedRows = 20

function positive(option: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new BadInput('bad-option', `${option} is ${text}; it must be a number above 0.`)
}

/** `sweetspot lr-range <dataset>`: trains for a step at each of many rates, and says at which the loss falls fastest. */
export async function lrRange(what: string, options: LearningRateOptions, output: Output): Promise<ExitCode> {
  const from = positive('--from', options.from, 1e-6)
  const to = positive('--to', options.to, 10)
  const steps = Math.round(positive('--steps', options.steps, 200))
  const seed = Math.round(positive('--seed', options.seed, 1))
  if (to <= from) throw new BadInput('bad-option', `--to is ${to}; it must be above --from, which is ${from}.`)
  if (steps < 30 || steps > 10_000)
    throw new BadInput('bad-option', `--steps is ${steps}; it must be at least 30 and at most 10000.`)
  const entry = existsSync(join(what, 'dataset.json'))
    ? await readEntry(what)
    : await findBundled(join(shellParts().resources, 'datasets'), what)
  const result = await findLearningRate(entry, {
    ...(options.template === undefined ? {} : { template: options.template as TemplateName }),
    configuration: Object.fromEntries((options.set ?? []).map(parseAssignment)),
    from,
    to,
    steps,
    seed,
    clock: shellParts().clock.now,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  })
  if (output.json) output.object({ dataset: entry.id, ...result })
  else show(result, output)
  return exitCodes.ok
}

const rate = (value: number): string => value.toPrecision(2)

function show({ points, suggested, lowest, diverged, ...ran }: LearningRateRangeResult, output: Output): void {
  const every = Math.max(1, Math.ceil(points.length / printedRows))
  const rows = points
    .filter((_, step) => step % every === 0)
    .map(({ learningRate, loss, smoothed }) => [learningRate.toExponential(2), loss.toFixed(4), smoothed.toFixed(4)])
  const columns = ['learning rate', 'loss', 'smoothed'].map((title) => ({ title, align: 'right' as const }))
  for (const line of formatTable(columns, rows)) output.line(line)
  output.line()
  output.line(
    suggested === undefined || lowest === undefined
      ? 'The loss falls nowhere in this range. Try another --from and --to.'
      : `Suggested learning rate: ${rate(suggested)} (the loss falls fastest there; it is lowest at ${rate(lowest)}).`,
  )
  if (diverged) output.line(`The loss diverged above ${rate(points.at(-1)?.learningRate ?? 0)}.`)
  output.remark(`${ran.template}, ${ran.optimizer}, batch ${ran.batchSize}, on ${ran.engine}.`)
}
