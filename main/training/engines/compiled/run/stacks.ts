import { UnsupportedKernel } from '../../engine.ts'
import type { SessionState, StepSlice, TrainingSession } from '../../engine.ts'
import type { Part } from '../../part.ts'
import { stackWidth } from '../../../stacking.ts'
import { stackedStep } from '../stack/stacked-step.ts'
import { isWorthStacking } from '../stack/worth.ts'
import type { Clock, SessionContext } from './compiled-session.ts'
import { CompiledSession } from './compiled-session.ts'
import type { Member } from './stack.ts'
import { Stack } from './stack.ts'
import { StackedExecutables } from './stacked-executables.ts'

/** The stacks of an engine: networks of one structure that train at the same time share one while there is room. */
export class Stacks {
  readonly #executables = new StackedExecutables()
  readonly #now: Clock
  readonly #stacks = new Map<string, Stack[]>()
  /** By structure: whether its step has a stacked form. */
  readonly #stackable = new Map<string, boolean>()

  constructor(now: Clock) {
    this.#now = now
  }

  /** A session of its own, or a member of a stack where the network is small and has a stacked form. */
  async open(context: SessionContext): Promise<TrainingSession> {
    const session = await CompiledSession.open(context)
    if (!this.#isStackable(context, session)) return session
    const key = context.program.structureKey
    const stacks = this.#stacks.get(key) ?? []
    let stack = stacks.find(({ size }) => size < stackWidth)
    if (stack === undefined) {
      stack = new Stack(this.#executables, this.#now)
      stacks.push(stack)
      this.#stacks.set(key, stacks)
    }
    const own = stack
    return new StackedSession({ context, session }, own, () => this.#left(key, own))
  }

  #isStackable({ program }: SessionContext, session: CompiledSession): boolean {
    // Members whose batches grow would want graphs of different sizes.
    if (program.job.hyperparameters.batchGrowth !== 1) return false
    const known = this.#stackable.get(program.structureKey)
    if (known !== undefined) return known
    const stackable = isWorthStacking(program) && hasStackedForm(session)
    this.#stackable.set(program.structureKey, stackable)
    return stackable
  }

  /** Members of the largest stack. */
  get largest(): number {
    return Math.max(0, ...[...this.#stacks.values()].flat().map(({ size }) => size))
  }

  clear(): void {
    this.#executables.clear()
  }

  #left(key: string, stack: Stack): void {
    if (stack.size > 0) return
    const others = (this.#stacks.get(key) ?? []).filter((other) => other !== stack)
    if (others.length > 0) this.#stacks.set(key, others)
    else this.#stacks.delete(key)
  }
}

function hasStackedForm(session: CompiledSession): boolean {
  try {
    stackedStep(session.executable.step, 2)
    return true
  } catch (error) {
    if (error instanceof UnsupportedKernel) return false
    throw error
  }
}

/** A network's own session, whose slices are trained together with those of its stack. */
class StackedSession implements TrainingSession {
  readonly #member: Member
  readonly #stack: Stack
  readonly #left: () => void

  constructor(member: Member, stack: Stack, left: () => void) {
    this.#member = member
    this.#stack = stack
    this.#left = left
    stack.join(member)
  }

  get predictionRows(): number {
    return this.#member.session.predictionRows
  }

  get stepsPerSlice(): number {
    return this.#stack.stepsPerSlice
  }

  train(slice: StepSlice): Promise<Float32Array> {
    return this.#stack.train(this.#member, slice)
  }

  predict(part: Part, from: number, count: number): Promise<Float32Array> {
    return this.#member.session.predict(part, from, count)
  }

  capture(): Promise<SessionState> {
    return this.#member.session.capture()
  }

  restore(state: SessionState): Promise<void> {
    return this.#member.session.restore(state)
  }

  async dispose(): Promise<void> {
    this.#stack.leave(this.#member)
    this.#left()
    await this.#member.session.dispose()
  }
}
