import type { Ask, Sampler, SearchProblem } from '../../search/sampler.ts'
import type { SearchTrial } from '../../search/trial.ts'
import type { Options } from '../../study/study.ts'
import type { FromSearchThread, ToSearchThread } from './messages.ts'

export type MakeSampler = (name: string, options: Options) => Sampler

interface OpenStudy {
  readonly problem: SearchProblem
  /** Made by the first ask, so that what is wrong with it is said in answer to that. */
  sampler?: Sampler
  readonly method: { readonly name: string; readonly options: Options }
  readonly seed: number
  /** By number, without gaps. */
  readonly history: SearchTrial[]
}

/** Keeps the trials of open studies and answers asks. Pure of threads, so that it can be tested without one. */
export class Searcher {
  readonly #makeSampler: MakeSampler
  readonly #studies = new Map<string, OpenStudy>()

  constructor(makeSampler: MakeSampler) {
    this.#makeSampler = makeSampler
  }

  receive(message: ToSearchThread): FromSearchThread | undefined {
    if (message.type === 'close') {
      this.#studies.delete(message.study)
      return undefined
    }
    if (message.type === 'open') {
      const { study, problem, sampler, seed } = message
      this.#studies.set(study, { problem, seed, method: sampler, history: [] })
      return undefined
    }
    return this.#ask(message)
  }

  #ask({ study, number, changed }: Extract<ToSearchThread, { type: 'ask' }>): FromSearchThread {
    try {
      const open = this.#studies.get(study)
      if (!open) throw new Error(`The study ${study} is not open in the search thread.`)
      for (const trial of changed) open.history[trial.number] = trial
      const ask: Ask = { seed: open.seed, number }
      open.sampler ??= this.#makeSampler(open.method.name, open.method.options)
      const suggestion = open.sampler.suggest(open.problem, open.history, ask)
      return { type: 'suggested', study, number, suggestion }
    } catch (error) {
      return { type: 'failed', study, number, message: error instanceof Error ? error.message : String(error) }
    }
  }
}
