import { apply } from './apply.ts'
import type { Command } from './command.ts'
import { noteComputer, noteEnergy } from './computer-events.ts'
import { stampAndApply } from './context.ts'
import type { Context, Slot } from './context.ts'
import type { TimedEvent } from './event.ts'
import type { JournalLine } from './journal-line.ts'
import type { Rules } from './rules.ts'
import * as runs from './run-events.ts'
import { schedule } from './scheduler.ts'
import { newState } from './state.ts'
import { advised } from './stopping-events.ts'
import type { StudyState } from './state.ts'
import type { StudyDefinition } from './study.ts'
import * as suggestions from './suggestion-events.ts'
import * as user from './user-events.ts'

/** What a step asks of the world: save the lines (synced where `mustBeDurable`), and only then carry out the commands. */
export interface Step {
  readonly lines: readonly JournalLine[]
  readonly commands: readonly Command[]
}

/** Between two events at most this much counts as running (s): a longer gap is a machine that was asleep. */
const longestGap = 60

/**
 * A study's life as a core without I/O, after etcd-io/raft: an event goes in; journal lines to save, then commands to
 * carry out, come out. It has no clock, no timers and no randomness: the same events give the same lines and commands.
 *
 * What it knows for good follows from the journal (`state`, changed by `apply` alone). Beside that it remembers which
 * trainings workers have in hand and which suggestion it waits for; after a restart neither exists, hence `recover`.
 */
export class StudyCore {
  readonly state: StudyState
  readonly #rules: Rules
  readonly #slots = new Map<string, Slot>()
  #asking: number | undefined
  #waiting: number | undefined
  #seconds: number
  #last: number | undefined

  private constructor(state: StudyState, rules: Rules) {
    this.state = state
    this.#rules = rules
    this.#seconds = state.seconds
  }

  static create(definition: StudyDefinition, rules: Rules): StudyCore {
    return new StudyCore(newState(definition), rules)
  }

  /**
   * The study as its journal tells it; follow with the event `recover` before anything else.
   * @throws ImpossibleLine, IllegalTransition when the lines contradict one another
   */
  static replay(definition: StudyDefinition, rules: Rules, lines: Iterable<JournalLine>): StudyCore {
    const state = newState(definition)
    for (const line of lines) apply(state, line)
    return StudyCore.resume(state, rules)
  }

  /** As `replay`, of a state that `apply` has made line by line: half a million lines need not be in memory at once. */
  static resume(state: StudyState, rules: Rules): StudyCore {
    return new StudyCore(state, rules)
  }

  /** Trainings in the hands of workers, those that are being broken off included. */
  get inHand(): readonly Slot[] {
    return [...this.#slots.values()]
  }

  /** Seconds of running so far. */
  get seconds(): number {
    return this.#seconds
  }

  /** @throws StudyRefusal when the user asks for something that is not possible now; nothing has changed then */
  step(event: TimedEvent): Step {
    this.#passTime(event.now)
    const lines: JournalLine[] = []
    const commands: Command[] = []
    const context: Context = {
      state: this.state,
      rules: this.#rules,
      slots: this.#slots,
      asking: this.#asking,
      waiting: this.#waiting,
      seconds: this.#seconds,
      write: (line) => void lines.push(stampAndApply(this.state, line, this.#seconds, event.now)),
      order: (command) => void commands.push(command),
    }
    dispatch(context, event)
    schedule(context)
    this.#asking = context.asking
    this.#waiting = context.waiting
    return { lines, commands: withoutRepeats(commands) }
  }

  #passTime(now: number): void {
    const gap = this.#last === undefined ? 0 : (now - this.#last) / 1000
    this.#last = now
    if (this.state.status === 'running') this.#seconds += Math.min(Math.max(gap, 0), longestGap)
  }
}

/** Of several lists of models to keep the last one holds. */
function withoutRepeats(commands: readonly Command[]): readonly Command[] {
  const last = commands.findLastIndex((command) => command.type === 'keep-models')
  return commands.filter((command, index) => command.type !== 'keep-models' || index === last)
}

function dispatch(context: Context, event: TimedEvent): void {
  switch (event.type) {
    case 'start':
      return user.start(context)
    case 'pause':
      return user.pause(context, event)
    case 'stop':
      return user.stop(context, event)
    case 'extend':
      return user.extend(context, event)
    case 'enqueue':
      return user.enqueue(context, event)
    case 'retry':
      return user.retry(context, event)
    case 'cancel':
      return user.cancel(context, event)
    case 'open-test':
      return user.openTest(context)
    case 'suggested':
      return suggestions.suggested(context, event)
    case 'advised':
      return advised(context, event)
    case 'ask-failed':
      return suggestions.askFailed(context, event)
    case 'began':
      return runs.began(context, event)
    case 'epoch':
      return runs.epoch(context, event)
    case 'checkpointed':
      return runs.checkpointed(context, event)
    case 'finished':
      return runs.finished(context, event)
    case 'broken-off':
      return runs.brokenOff(context, event)
    case 'failed':
      return runs.failed(context, event)
    case 'note':
      return runs.note(context, event)
    case 'trouble':
      return runs.trouble(context, event.message)
    case 'recover':
      return runs.recover(context)
    case 'computer':
      return noteComputer(context, event.computer)
    case 'energy':
      return noteEnergy(context, event.joules)
    case 'tick':
      return
  }
}
