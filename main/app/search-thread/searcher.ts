import type { Ask, Sampler, SearchProblem, Suggestion } from '../../search/sampler.ts'
import { insightsOf, type Insights } from '../../search/explain/insights.ts'
import { surrogateOf } from '../../search/explain/surrogate.ts'
import { whatIf, type WhatIf } from '../../search/explain/what-if.ts'
import type { StoppingAdvice } from '../../search/stopping/advice.ts'
import { adviceBy } from '../../search/stopping/rules.ts'
import type { SearchTrial } from '../../search/trial.ts'
import type { Options } from '../../study/study.ts'
import { AppError } from '../app-error.ts'
import type { ToSearchThread } from './messages.ts'

export type MakeSampler = (name: string, options: Options) => Sampler

interface OpenStudy {
  readonly problem: SearchProblem
  readonly method: { readonly name: string; readonly options: Options }
  readonly seed: number
  /** By number, without gaps. */
  readonly history: SearchTrial[]
  /** Made by the first ask, so that what is wrong with it is said in answer to that. */
  sampler?: Sampler
}

type Of<Type extends ToSearchThread['type']> = Extract<ToSearchThread, { type: Type }>

/** Keeps the trials of open studies and answers asks. Knows nothing of threads. */
export class Searcher {
  readonly #makeSampler: MakeSampler
  readonly #studies = new Map<string, OpenStudy>()

  constructor(makeSampler: MakeSampler) {
    this.#makeSampler = makeSampler
  }

  open({ study, problem, sampler, seed }: Of<'open'>): void {
    this.#studies.set(study, { problem, seed, method: sampler, history: [] })
  }

  close({ study }: Of<'close'>): void {
    this.#studies.delete(study)
  }

  know({ study, changed }: Of<'know'>): void {
    const history = this.#studies.get(study)?.history
    if (history) for (const trial of changed) history[trial.number] = trial
  }

  #study(study: string): OpenStudy {
    const open = this.#studies.get(study)
    if (!open) throw new Error(`The study ${study} is not open in the search thread.`)
    return open
  }

  explain({ study, noise, groups }: Of<'explain'>): Insights {
    const { problem, history, seed } = this.#study(study)
    return insightsOf(problem, history, seed, noise, groups)
  }

  /** Of the rules that there is enough to go by for. */
  advise({ study, rules }: Of<'advise'>): StoppingAdvice[] {
    const { problem, history } = this.#study(study)
    const direction = problem.directions[0] ?? 'minimise'
    return rules.flatMap((rule) => adviceBy(rule, problem.space, history, direction) ?? [])
  }

  /** @throws AppError too-few-trials */
  whatIf({ study, configuration, others }: Of<'whatIf'>): WhatIf {
    const { problem, history } = this.#study(study)
    const surrogate = surrogateOf(problem.space, history, problem.directions[0] ?? 'minimise')
    if (!surrogate) throw new AppError('too-few-trials', 'Too few trials have a result to predict anything from.')
    return { ...whatIf(surrogate, configuration, history), others: others.map((other) => surrogate.predict(other)) }
  }

  /** @throws SearchError, or whatever the sampler throws */
  ask({ study, number, assumed, seconds }: Of<'ask'>): Suggestion {
    const open = this.#study(study)
    const ask: Ask = { seed: open.seed, number, ...(seconds === undefined ? {} : { seconds }) }
    open.sampler ??= this.#makeSampler(open.method.name, open.method.options)
    const history = assumed.length === 0 ? open.history : [...open.history, ...assumed]
    return open.sampler.suggest(open.problem, history, ask)
  }
}
