import { apply } from './apply.ts'
import type { Command } from './command.ts'
import type { RunReference } from './event.ts'
import type { JournalLine } from './journal-line.ts'
import type { Rules } from './rules.ts'
import type { StudyState } from './state.ts'
import type { InterruptionReason } from './failure.ts'
import type { RunName } from './protocol.ts'

/** A training that a worker has in hand; 'ended' means that its trial was pruned, cancelled or completed meanwhile. */
export interface Slot extends RunReference {
  /** Set once it has been told to break off. */
  cancelling?: InterruptionReason | 'ended'
}

type Stamped<Line> = Line extends JournalLine ? Omit<Line, 'at' | 'time'> : never

/** One step in the making: what its parts read, write and order. */
export interface Context {
  readonly state: StudyState
  readonly rules: Rules
  readonly slots: Map<string, Slot>
  /** The trial number that a sampler is thinking about. */
  asking: number | undefined
  /** How many trials had ended when the sampler said that it must wait for the next end. */
  waiting: number | undefined
  /** Seconds of running, up to this event. */
  readonly seconds: number
  /** Adds a line to save, and changes the state by it. */
  write(line: Stamped<JournalLine>): void
  order(command: Command): void
}

export function slotKey(trial: number, run: RunName): string {
  return `${trial}:${run}`
}

const timed: ReadonlySet<JournalLine['type']> = new Set([
  'status',
  'stage',
  'budget',
  'trial',
  'complete',
  'pruned',
  'promoted',
  'failed',
  'cancelled',
  'retry',
  'test-opened',
  'advice',
])

/** Stamps a line with the study's own time and, where its kind has one, the wall clock; applies it. */
export function stampAndApply(
  state: StudyState,
  line: Stamped<JournalLine>,
  seconds: number,
  now: number,
): JournalLine {
  const at = Math.round(seconds * 1000) / 1000
  const stamped = { ...line, at, ...(timed.has(line.type) ? { time: now } : {}) } as JournalLine
  apply(state, stamped)
  return stamped
}

/** Tells a worker to break a training off, once. */
export function breakOff(context: Context, slot: Slot, why: InterruptionReason | 'ended'): void {
  if (slot.cancelling) return
  slot.cancelling = why
  context.order({ type: 'cancel', trial: slot.trial, run: slot.run, attempt: slot.attempt })
}

/** What workers have in hand of a trial that has ended. */
export function breakOffTrial(context: Context, trial: number): void {
  for (const slot of context.slots.values()) if (slot.trial === trial) breakOff(context, slot, 'ended')
}

export function breakOffAll(context: Context, why: InterruptionReason): void {
  for (const slot of context.slots.values()) breakOff(context, slot, why)
}
