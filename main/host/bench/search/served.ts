import { SearchThread } from '../../../app/search-thread/client.ts'
import { SuggestionQueue } from '../../../app/search-thread/suggestion-queue.ts'
import { createSampler } from '../../../search/samplers/registry.ts'
import type { Configuration } from '../../../search/space/types.ts'
import { apply } from '../../../study/apply.ts'
import { newState } from '../../../study/state.ts'
import type { StudyState } from '../../../study/state.ts'
import { searchThreadModule } from '../../paths.ts'
import type { Measurement } from '../figure.ts'
import { median } from './play.ts'
import { problems } from './problems.ts'

const { space, evaluate } = problems.rosen10
const known = 1000
const workers = 4
const served = 40

/** What a trial of a small network takes on one of the workers at least, ms; longer where the machine is slow at everything. */
const leastTrialMs = 2000

/** A study that has come far, with a Gaussian process: the state, and how it goes on. */
class LongStudy {
  readonly state: StudyState = newState({
    id: 'bench',
    name: 'Bench',
    dataset: { id: 'none', fingerprint: '0' },
    task: 'regression',
    template: 'mlp',
    space,
    objective: { metric: 'rmse', direction: 'minimise' },
    sampler: { name: 'gp', options: {} },
    pruner: { name: 'none', options: {} },
    protocol: {
      kind: 'holdout',
      validationShare: 0.2,
      by: 'random',
      sealed: 0.2,
      repeats: 1,
      splitSeed: 1,
      confirm: { top: 0, seeds: 0 },
    },
    budget: { trials: 1_000_000 },
    seed: 1,
    workers,
    engines: ['compiled'],
    keepModels: 0,
    retries: 0,
    limits: {},
  })

  constructor() {
    apply(this.state, { type: 'status', status: 'running', because: '', at: 0, time: 0 })
    const random = createSampler('random')
    for (let number = 0; number < known + workers; number++) {
      const suggestion = random.suggest({ space, directions: ['minimise'] }, [], { seed: 1, number })
      if (suggestion.kind === 'configuration') this.queue(suggestion.configuration)
      if (number < known) this.complete(number)
    }
  }

  queue(configuration: Configuration): void {
    const trial = this.state.trials.length
    apply(this.state, { type: 'trial', trial, configuration, origin: 'sampler', because: '', at: 0, time: 0 })
    apply(this.state, { type: 'start', trial, run: 'search/0', attempt: 1, seed: 1, from: 0, at: 0 })
  }

  complete(trial: number): void {
    const value = evaluate(this.state.trials[trial]!.configuration)
    apply(this.state, { type: 'complete', trial, values: [value], at: 0, time: 0 })
  }
}

/**
 * How long a worker that becomes free waits for its next configuration, through the application's own thread and queue: a
 * thousand results in ten dimensions, and four workers, which together need one no more often than every other model is
 * fitted. (Where they do, they wait: the thread is then what limits the study.)
 */
export async function measureServed(): Promise<Measurement> {
  const study = new LongStudy()
  const { state } = study
  const thread = new SearchThread(searchThreadModule)
  const times = { served: [] as number[], asked: [] as number[] }
  const queue = new SuggestionQueue(state, (number, assumed) =>
    thread.ask(state.definition, state.trials, number, assumed),
  )
  let trialMs = leastTrialMs
  try {
    for (let turn = 0; turn < 8; turn++) {
      const started = performance.now()
      await thread.ask(state.definition, state.trials, state.trials.length)
      if (turn > 0) times.asked.push(performance.now() - started)
    }
    trialMs = Math.max(trialMs, 2 * workers * median(times.asked))
    for (let turn = 0; turn < served + 2; turn++) {
      await new Promise((resolve) => setTimeout(resolve, trialMs / workers))
      study.complete(known + turn)
      queue.changed()
      const started = performance.now()
      const { suggestion } = await queue.take(state.trials.length)
      times.served.push(performance.now() - started)
      if (suggestion.kind === 'exhausted') throw new Error(suggestion.because)
      study.queue(suggestion.configuration)
      queue.changed()
    }
  } finally {
    queue.close()
    await thread.close()
  }
  // The first two show the queue that the sampler is slow.
  const sorted = times.served.slice(2).sort((a, b) => a - b)
  const idle = (waits: readonly number[]): string => {
    const mean = waits.reduce((sum, wait) => sum + wait / waits.length, 0)
    return `${((100 * mean) / (trialMs + mean)).toFixed(1)} %`
  }
  return {
    value: sorted[Math.ceil(0.95 * sorted.length) - 1]!,
    how:
      `95th percentile of ${sorted.length} suggestions as workers get them, median ${median(sorted).toFixed(2)} ms, ${known} results in ten ` +
      `dimensions, ${workers} workers, a trial takes ${(trialMs / 1000).toFixed(1)} s. Asked for when a worker is free: ${median(times.asked).toFixed(0)} ms. ` +
      `Workers idle for it: ${idle(sorted)}, before ${idle(times.asked)} of their time.`,
  }
}
