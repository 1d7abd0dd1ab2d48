/**
 * Runs a readable script: events in, lines saved and commands ordered out.
 *
 *   # a comment
 *   study {"workers": 2}           overrides of the test definition
 *   > 0 start                      an event, after its time in seconds
 *       save status running ...    what the core wants saved ...
 *       do ask 1 ...               ... and then done
 *   > reopen                       forget everything but the saved lines, read them again, recover
 */
import type { Command } from '../../main/study/command.ts'
import { StudyCore } from '../../main/study/core.ts'
import type { StudyEvent } from '../../main/study/event.ts'
import { lineProblem } from '../../main/study/journal-check.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import { StudyRefusal } from '../../main/study/refusal.ts'
import type { RunName } from '../../main/study/protocol.ts'
import { definition, rulesFor } from './definition.ts'

export interface ScriptRun {
  /** The script with what really came out under each event. */
  readonly text: string
  readonly core: StudyCore
  readonly lines: readonly JournalLine[]
}

export function runScript(script: string): ScriptRun {
  const header = /^study (.*)$/m.exec(script)
  const study = definition(header ? (JSON.parse(header[1]!) as object) : {})
  const rules = rulesFor(study)
  const lines: JournalLine[] = []
  let core = StudyCore.create(study, rules)
  let time = 0
  const out: string[] = []
  for (const row of script.split('\n')) {
    if (row.startsWith('    ')) continue
    out.push(row)
    if (!row.startsWith('> ')) continue
    const words = row.slice(2).split(' ')
    if (words[0] === 'reopen') {
      core = StudyCore.replay(study, rules, lines)
      words.splice(0, 1, String(time), 'recover')
    }
    time = Number(words[0])
    try {
      const step = core.step({ ...eventOf(words.slice(1)), now: time * 1000 })
      for (const line of step.lines) {
        const problem = lineProblem(JSON.parse(JSON.stringify(line)))
        if (problem) throw new Error(problem)
        out.push(`    save ${printLine(line)}`)
      }
      lines.push(...step.lines)
      for (const command of step.commands) out.push(`    do   ${printCommand(command)}`)
    } catch (error) {
      if (!(error instanceof StudyRefusal)) throw error
      out.push(`    refused ${error.code}: ${error.message}`)
    }
  }
  return { text: out.join('\n'), core, lines }
}

function eventOf(words: readonly string[]): StudyEvent {
  const [type, ...rest] = words
  const number = Number(rest[0])
  const [run, attempt = '1'] = (rest[1] ?? '').split('#')
  const reference = { trial: number, run: run as RunName, attempt: Number(attempt) }
  const value = Number(rest[2])
  switch (type) {
    case 'start':
    case 'pause':
    case 'open-test':
    case 'recover':
    case 'tick':
      return { type }
    case 'stop':
      return { type, confirm: rest[0] === 'confirm' }
    case 'extend':
      return { type, budget: pairs(rest) }
    case 'enqueue':
      return { type, configuration: pairs(rest) }
    case 'retry':
    case 'cancel':
      return { type, trial: number }
    case 'suggested':
      return {
        type,
        number,
        basis: { results: number, running: [] },
        suggestion:
          rest[1] === 'exhausted'
            ? { kind: 'exhausted', because: 'Nothing left.' }
            : { kind: 'configuration', configuration: pairs(rest.slice(1)), because: 'Drawn.' },
      }
    case 'ask-failed':
      return { type, number, message: 'It broke.' }
    case 'began':
      return { type, ...reference, engine: 'compiled', device: 'cpu' }
    case 'epoch':
      return {
        type,
        ...reference,
        metrics: {
          epoch: value,
          train: { loss: 1 },
          validation: { accuracy: Number(rest[3]) },
          learningRate: 0.1,
          seconds: 1,
          samplesPerSecond: 100,
        },
      }
    case 'checkpointed':
      return { type, ...reference, epoch: value }
    case 'finished':
      return {
        type,
        ...reference,
        result: {
          keptEpoch: 5,
          stoppedEarly: false,
          validation: { accuracy: value },
          train: { loss: 1 },
          ...(reference.run === 'test/0' ? { test: { accuracy: value - 0.01 } } : {}),
          epochs: 5,
          seconds: 2,
          parameters: 10,
          engine: 'compiled',
          device: 'cpu',
        },
      }
    case 'broken-off':
      return { type, ...reference }
    case 'failed':
      return { type, ...reference, reason: rest[2] as 'crash', message: 'It went.', log: [] }
    case 'trouble':
      return { type, message: rest.join(' ') }
    default:
      throw new Error(`No such event in a script: ${words.join(' ')}`)
  }
}

function pairs(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(words.map((word) => [word.split('=')[0]!, Number(word.split('=')[1])]))
}

function printLine(line: JournalLine): string {
  const { type, at, ...fields } = line as JournalLine & { time?: number }
  delete (fields as { time?: number }).time
  return `${type} ${print(fields)} at=${at}`
}

function printCommand(command: Command): string {
  const { type, ...fields } = command
  return `${type} ${print(fields)}`
}

function print(fields: object): string {
  return Object.entries(fields)
    .map(
      ([name, value]) => `${name}=${typeof value === 'string' && !value.includes(' ') ? value : JSON.stringify(value)}`,
    )
    .join(' ')
}
