/** A world that answers whatever a study's core orders, at once: workers that train by formula, a sampler that reads a list. */
import type { StartCommand } from '../../main/study/command.ts'
import { StudyCore } from '../../main/study/core.ts'
import type { StudyEvent } from '../../main/study/event.ts'
import type { JournalLine } from '../../main/study/journal-line.ts'
import type { Rules } from '../../main/study/rules.ts'
import type { StudyDefinition } from '../../main/study/study.ts'

export interface World {
  /** What the sampler suggests, in order; then it is exhausted. */
  readonly suggestions: readonly number[]
  readonly epochs: number
  parameters(start: StartCommand): number
  accuracy(start: StartCommand, epoch: number): number
}

export interface Driven {
  readonly core: StudyCore
  readonly lines: readonly JournalLine[]
  /** The world goes on from an event of the user's. */
  send(event: StudyEvent): void
}

/** Runs a study of the parameter x from its start to its end. */
export function drive(definition: StudyDefinition, rules: Rules, world: World): Driven {
  const core = StudyCore.create(definition, rules)
  const lines: JournalLine[] = []
  const left = [...world.suggestions]
  let now = 0
  const send = (event: StudyEvent): void => {
    const events = [event]
    for (let next = events.shift(); next; next = events.shift()) {
      const step = core.step({ ...next, now: (now += 1000) })
      lines.push(...step.lines)
      for (const command of step.commands) {
        if (command.type === 'ask') events.push(suggested(command.number, left.shift()))
        if (command.type === 'start') events.push(...training(command, world))
        if (command.type === 'cancel') events.push({ ...command, type: 'broken-off' })
      }
    }
  }
  send({ type: 'start' })
  return { core, lines, send }
}

function suggested(number: number, x: number | undefined): StudyEvent {
  return {
    type: 'suggested',
    number,
    basis: { results: number, running: [] },
    suggestion:
      x === undefined
        ? { kind: 'exhausted', because: 'Nothing left.' }
        : { kind: 'configuration', configuration: { x }, because: 'Listed.' },
  }
}

function training(start: StartCommand, world: World): StudyEvent[] {
  const { trial, run, attempt } = start
  const reference = { trial, run, attempt }
  const parameters = world.parameters(start)
  const size = { parameters, modelBytes: 4 * parameters }
  const last = world.accuracy(start, world.epochs)
  return [
    { type: 'began', ...reference, engine: 'compiled', device: 'cpu', size },
    ...Array.from({ length: world.epochs }, (_, index): StudyEvent => {
      const validation = { accuracy: world.accuracy(start, index + 1) }
      const metrics = { epoch: index + 1, train: { loss: 1 }, validation, learningRate: 0.1, seconds: 1 }
      return { type: 'epoch', ...reference, metrics: { ...metrics, samplesPerSecond: 100 } }
    }),
    {
      type: 'finished',
      ...reference,
      result: {
        keptEpoch: world.epochs,
        stoppedEarly: false,
        validation: { accuracy: last },
        train: { loss: 1 },
        ...(start.plan.purpose === 'test' ? { test: { accuracy: last - 0.01 } } : {}),
        epochs: world.epochs,
        seconds: world.epochs,
        ...size,
        engine: 'compiled',
        device: 'cpu',
      },
    },
  ]
}
