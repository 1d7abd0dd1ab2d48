import { join } from 'node:path'
import { assignmentOf } from '../../../app/assignment.ts'
import { completeDraft } from '../../../app/draft.ts'
import { findBundled } from '../../../data/catalogue.ts'
import { referToDataset } from '../../../data/fingerprint.ts'
import type { Assignment } from '../../../pool/protocol.ts'
import { greedyPortfolio } from '../../../search/portfolio/greedy.ts'
import { createSampler } from '../../../search/samplers/registry.ts'
import { defaultConfiguration } from '../../../search/space/configuration.ts'
import type { Configuration, SearchSpace } from '../../../search/space/types.ts'
import type { StudyDefinition } from '../../../study/study.ts'
import type { TemplateName } from '../../../training/templates/names.ts'
import { resourcesFolder } from '../../paths.ts'
import { TrainingPool } from '../engine/training-pool.ts'
import type { Measurement } from '../figure.ts'
import { leaveOneOut } from './portfolio.ts'

export interface PortfolioRuns {
  readonly template: TemplateName
  readonly datasets: readonly string[]
  /** Tried on every dataset, the default included, as far as the time goes. */
  readonly configurations: number
  /** No further configuration is begun after this. */
  readonly seconds: number
  readonly size: number
}

/**
 * Trains the default and a Sobol sequence of configurations of a template on each dataset, and says what a portfolio of them
 * is worth on data left out, beside the default alone: both as the mean of (loss - best) / (median - best).
 * `how` lists the portfolio of all datasets: what a file in resources/portfolios would hold.
 */
export async function measurePortfolioOfRuns(runs: PortfolioRuns): Promise<Measurement> {
  const { template, size } = runs
  const { tried, losses } = await lossesOf(runs)
  const regrets = losses.map(normalised)
  const left = leaveOneOut(regrets, size)
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0)
  const alone = regrets.map((values) => values[0] as number)
  const chosen = greedyPortfolio(regrets, size).map((place) => JSON.stringify(tried[place]))
  return {
    value: mean(left),
    how:
      `Template ${template}, ${tried.length} configurations on ${runs.datasets.join(', ')}, one training each: ` +
      `the best of ${size} chosen on the other datasets; 0 is the best tried, 1 the median one. The default alone has ${mean(alone).toPrecision(3)}. ` +
      `Chosen on all: ${chosen.join(' ')}`,
  }
}

/** Losses by dataset, then by configuration. */
async function lossesOf({ template, datasets, configurations, seconds }: PortfolioRuns) {
  const studies = await Promise.all(datasets.map((id) => studyOf(id, template)))
  const space = (studies[0] as Study).definition.space
  const candidates = candidatesOf(space, configurations)
  const tried: Configuration[] = []
  const losses = studies.map((): number[] => [])
  const pool = new TrainingPool(2)
  const start = performance.now()
  try {
    for (const configuration of candidates) {
      if (tried.length > 1 && (performance.now() - start) / 1000 > seconds) break
      const trainings = studies.map((study) => trainingOf(study, configuration, tried.length))
      for (const [place, study] of studies.entries()) {
        const { results } = await pool.train([trainings[place] as Assignment], 1)
        const { metric, direction } = study.definition.objective
        const value = results[0]?.validation[metric] ?? Number.NaN
        losses[place]?.push(direction === 'minimise' ? value : -value)
      }
      tried.push(configuration)
    }
  } finally {
    await pool.close()
  }
  return { tried, losses }
}

interface Study {
  readonly definition: StudyDefinition
  readonly folder: string
}

async function studyOf(id: string, template: TemplateName): Promise<Study> {
  const entry = await findBundled(join(resourcesFolder, 'datasets'), id)
  const dataset = await referToDataset(entry.folder)
  const definition = completeDraft({ datasetId: id, template, seed: 1, engines: ['compiled'] }, entry)
  return { definition: { ...definition, id, dataset }, folder: entry.folder }
}

function candidatesOf(space: SearchSpace, count: number): Configuration[] {
  const sobol = createSampler('sobol')
  const candidates: Configuration[] = [defaultConfiguration(space)]
  for (let number = 0; number < count - 1; number++) {
    const suggestion = sobol.suggest({ space, directions: ['minimise'] }, [], { seed: 1, number })
    if (suggestion.kind === 'configuration') candidates.push(suggestion.configuration)
  }
  return candidates
}

function trainingOf({ definition, folder }: Study, configuration: Configuration, number: number): Assignment {
  const { id, fingerprint } = definition.dataset
  return assignmentOf({
    id: `${id} ${number}`,
    definition,
    dataset: { id, fingerprint, folder },
    command: {
      type: 'start',
      trial: number,
      run: 'search/0',
      attempt: 1,
      plan: { purpose: 'search', index: 0, seed: 1 },
      configuration,
      from: 0,
      keepModel: false,
    },
  })
}

/** In units of the median configuration's regret; infinite where a training failed. */
function normalised(losses: readonly number[]): Float64Array {
  const sorted = losses.filter(Number.isFinite).sort((a, b) => a - b)
  const best = sorted[0] as number
  const unit = (sorted[sorted.length >> 1] as number) - best
  return Float64Array.from(losses, (loss) => (Number.isFinite(loss) ? (loss - best) / (unit > 0 ? unit : 1) : Infinity))
}
