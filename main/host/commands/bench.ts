import type { Figure } from '../bench/figure.ts'
import { meetsGoal } from '../bench/figure.ts'
import { selectFigures } from '../bench/figures.ts'
import { BadInput } from '../bad-input.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { describeMachine } from '../machine.ts'
import { formatNumber } from '../terminal/numbers.ts'
import type { Output } from '../terminal/output.ts'

interface MeasuredFigure {
  readonly name: string
  readonly value: number | null
  readonly unit: string
  readonly goal: string | null
  readonly ok: boolean | null
  readonly how: string
}

/** `sweetspot bench [--only NAME]`: measures the bars of this build, one after another, afresh. */
export async function bench(options: { only?: string }, output: Output): Promise<ExitCode> {
  const selected = await selectFigures(options.only)
  if (selected.length === 0)
    throw new BadInput(
      'unknown-figure',
      `No figure is called ${options.only}. \`sweetspot bench\` measures all of them.`,
    )
  const figures: MeasuredFigure[] = []
  for (const figure of selected) {
    output.remark(`measuring ${figure.name} ...`)
    const measured = await measure(figure)
    figures.push(measured)
    output.line(formatFigure(measured))
  }
  if (output.json) output.object({ machine: describeMachine(), figures })
  return figures.some((figure) => figure.ok === false) ? exitCodes.goalMissed : exitCodes.ok
}

async function measure(figure: Figure): Promise<MeasuredFigure> {
  const { value, how } = await figure.measure().catch((error: unknown) => ({
    value: null,
    how: `not measured: ${error instanceof Error ? error.message : String(error)}`,
  }))
  const goal = figure.goal ? `${figure.goal.op} ${figure.goal.value}` : null
  return { name: figure.name, value, unit: figure.unit, goal, ok: meetsGoal(figure, value), how }
}

function formatFigure(figure: MeasuredFigure): string {
  const verdict = figure.ok === null ? '' : figure.ok ? ' ok' : ' MISSED'
  const value = figure.value === null ? 'not measured' : `${formatNumber(figure.value)} ${figure.unit}`
  return `${figure.name}: ${value}${figure.goal ? ` (goal ${figure.goal})` : ''}${verdict}\n    ${figure.how}`
}
