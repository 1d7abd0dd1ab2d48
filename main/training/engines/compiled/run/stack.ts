import { rowsPerStep } from '../../../batching.ts'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { TrainingProgram } from '../../../program/program.ts'
import type { StepSlice } from '../../engine.ts'
import { after, before } from '../onnx/loop.ts'
import { joinAround, joinState, shareExamples, stateOf } from '../stack/merge.ts'
import type { SharedExamples } from '../stack/merge.ts'
import type { Clock, CompiledSession, SessionContext } from './compiled-session.ts'
import { pacedSteps } from './compiled-session.ts'
import type { Lease } from './leases.ts'
import { runtime } from './runtime.ts'
import type { StackedExecutables } from './stacked-executables.ts'

/** A slice that a member wants to train, and how far it has got. */
interface Wish {
  readonly slice: StepSlice
  readonly losses: Float32Array
  done: number
  readonly resolve: (losses: Float32Array) => void
  readonly reject: (error: unknown) => void
}

/** A network in a stack: its own session, which holds its state between runs and predicts. */
export interface Member {
  readonly context: SessionContext
  readonly session: CompiledSession
}

/**
 * How many rows a stacked graph has for so many members: graphs of a few sizes are made, not one for each count. Rows that
 * nobody needs repeat the first member's and are forgotten; at most a third of a graph's rows are.
 */
export function graphSize(members: number): number {
  return [1, 2, 3, 4, 6, 8, 12, 16].find((size) => size >= members) ?? members
}

/**
 * Networks of one structure that train together. Each is driven by a loop of its own, which knows nothing of the others: a
 * member's slice is trained when every member has asked for one, as far as the shortest slice goes. So members may have
 * epochs of different length, join at any time, and leave when they have stopped early, were pruned or are done; a stack of
 * one runs the step of one.
 */
export class Stack {
  readonly #executables: StackedExecutables
  readonly #now: Clock
  readonly #members = new Set<Member>()
  readonly #wishes = new Map<Member, Wish>()
  #running = false
  #lease: { readonly size: number; readonly executable: Lease<InferenceSession> } | undefined
  #examples: { readonly of: readonly Member[]; readonly shared: SharedExamples } | undefined
  /** State after the last run, valid for these members as long as each still holds what it was given then. */
  #joined:
    | {
        readonly of: readonly Member[]
        readonly own: readonly InferenceSession.FeedsType[]
        readonly state: InferenceSession.FeedsType
      }
    | undefined
  #stepsPerSlice = 1

  constructor(executables: StackedExecutables, now: Clock) {
    this.#executables = executables
    this.#now = now
  }

  get size(): number {
    return this.#members.size
  }

  get stepsPerSlice(): number {
    return this.#stepsPerSlice
  }

  join(member: Member): void {
    this.#members.add(member)
  }

  /** A member will train no more. The others need not wait for it. */
  leave(member: Member): void {
    this.#members.delete(member)
    this.#wishes.get(member)?.reject(new Error('The session was disposed of while it was training.'))
    this.#wishes.delete(member)
    this.#joined = undefined
    this.#examples = undefined
    if (this.#members.size === 0) {
      this.#lease?.executable.release()
      this.#lease = undefined
    } else this.#advance()
  }

  train(member: Member, slice: StepSlice): Promise<Float32Array> {
    if (this.#wishes.has(member)) throw new Error('A session trains one slice at a time.')
    const losses = new Float32Array(slice.learningRates.length)
    if (losses.length === 0) return Promise.resolve(losses)
    return new Promise((resolve, reject) => {
      this.#wishes.set(member, { slice, losses, done: 0, resolve, reject })
      this.#advance()
    })
  }

  /** Runs as soon as everybody has asked. */
  #advance(): void {
    if (this.#running || this.#members.size === 0 || this.#wishes.size < this.#members.size) return
    const wishes = [...this.#wishes]
    this.#running = true
    void this.#run(wishes)
      .catch((error: unknown) => {
        for (const [member, wish] of wishes) {
          this.#wishes.delete(member)
          wish.reject(error)
        }
      })
      .finally(() => {
        this.#running = false
        this.#advance()
      })
  }

  async #run(wishes: readonly (readonly [Member, Wish])[]): Promise<void> {
    const count = Math.min(...wishes.map(([, { losses, done }]) => losses.length - done))
    const started = this.#now()
    const members = wishes.map(([member]) => member)
    const parts = wishes.map(([{ context }, wish]) => partOf(wish, count, context.program))
    if (members.length === 1) await this.#runAlone(members[0]!, parts[0]!, wishes[0]![1])
    else
      await this.#runTogether(
        members,
        parts,
        wishes.map(([, wish]) => wish),
      )
    this.#stepsPerSlice = pacedSteps(count, this.#now() - started)
    for (const [member, wish] of wishes) {
      wish.done += count
      if (wish.done < wish.losses.length) continue
      if (this.#wishes.get(member) === wish) this.#wishes.delete(member)
      wish.resolve(wish.losses)
    }
  }

  async #runAlone(member: Member, slice: StepSlice, wish: Wish): Promise<void> {
    wish.losses.set(await member.session.train(slice), wish.done)
  }

  async #runTogether(members: readonly Member[], slices: readonly StepSlice[], wishes: readonly Wish[]): Promise<void> {
    const { session, size } = await this.#graphFor(members)
    const { step } = members[0]!.session.executable
    const filled = Array.from({ length: size }, (_, row) => (row < members.length ? row : 0))
    const own = members.map((member, index) => member.session.feedsFor(slices[index]!))
    const { feeds: examples, offsets } = this.#examplesOf(members, own)
    const around = joinAround(
      step,
      filled.map((row) => own[row]!),
      filled.map((row) => offsets[row]!),
    )
    const state = this.#stateOf(members, own, filled)
    const count = slices[0]!.learningRates.length
    const feeds: Record<string, Tensor> = {
      ...(examples as Record<string, Tensor>),
      ...(around as Record<string, Tensor>),
      ...(state as Record<string, Tensor>),
    }
    feeds['count'] = new (runtime().Tensor)('int64', BigInt64Array.of(BigInt(count)), []) as Tensor
    const results = await session.run(Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]!])))
    const next = Object.fromEntries(step.state.map(({ name }) => [before(name), results[after(name)]!]))
    const views = members.map((_, row) => stateOf(step, next, row))
    members.forEach((member, row) => member.session.take(views[row]!))
    this.#joined = { of: members, own: views, state: next }
    const losses = results['losses']!.data as Float32Array
    wishes.forEach((wish, row) => {
      for (let at = 0; at < count; at++) wish.losses[wish.done + at] = losses[at * size + row]!
    })
  }

  async #graphFor(members: readonly Member[]): Promise<{ session: InferenceSession; size: number }> {
    const size = graphSize(members.length)
    if (this.#lease?.size !== size) {
      const { context, session } = members[0]!
      const executable = await this.#executables.take(context.program, session.executable.step, size)
      this.#lease?.executable.release()
      this.#lease = { size, executable }
      this.#joined = undefined
    }
    return { session: this.#lease.executable.value, size }
  }

  #examplesOf(members: readonly Member[], own: readonly InferenceSession.FeedsType[]): SharedExamples {
    if (this.#examples === undefined || !same(this.#examples.of, members)) {
      const shared = shareExamples(
        members.map(({ context }, index) => ({ examples: context.data.train, feeds: own[index]! })),
      )
      this.#examples = { of: members, shared }
    }
    return this.#examples.shared
  }

  /** The state that the last run gave as it is, unless members came or went, or one was given another. */
  #stateOf(
    members: readonly Member[],
    own: readonly InferenceSession.FeedsType[],
    filled: readonly number[],
  ): InferenceSession.FeedsType {
    const { step } = members[0]!.session.executable
    const last = this.#joined
    const unchanged =
      last !== undefined &&
      same(last.of, members) &&
      step.state.every(({ name }) =>
        own.every((feeds, index) => feeds[before(name)] === last.own[index]![before(name)]),
      )
    return unchanged
      ? last.state
      : joinState(
          step,
          filled.map((row) => own[row]!),
        )
  }
}

const same = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((element, index) => element === b[index])

/** The next `count` steps of what a member wants. */
function partOf({ slice, done }: Wish, count: number, { job }: TrainingProgram): StepSlice {
  const batchSize = rowsPerStep(job)
  return {
    rows: slice.rows.subarray(done * batchSize, (done + count) * batchSize),
    learningRates: slice.learningRates.subarray(done, done + count),
    firstStep: slice.firstStep + done,
  }
}
