import type { Figure, Measurement } from './figure.ts'
import { honestyOf, normalStudy, type Honesty } from './honesty/simulation.ts'
import { regretsOf, tableStudies } from './honesty/tables.ts'
import { readRepeatedTables } from './search/tables.ts'

const studies = 2000
const trials = 100
const noises = [0.25, 1, 4] as const

let measured: readonly Honesty[] | undefined

/** The three simulations, once for all figures that look at them. */
function simulated(): readonly Honesty[] {
  measured ??= noises.map((noise) =>
    honestyOf(Array.from({ length: studies }, (_, seed) => normalStudy(trials, noise, seed))),
  )
  return measured
}

const short = (value: number): string => String(Number(value.toPrecision(3)))
const setting = `${studies} simulated studies of ${trials} configurations at each noise, five finalists and the defaults by five fresh seeds, five more for the chosen one`

/** @param fold makes one value of those of the three noises */
function simulatedFigure(
  name: string,
  goal: Figure['goal'],
  of: (honesty: Honesty) => number,
  fold: (values: readonly number[]) => number,
  says: string,
): Figure {
  return {
    name,
    unit: 'share',
    ...(goal && { goal }),
    measure(): Promise<Measurement> {
      const values = simulated().map(of)
      const each = noises.map((noise, index) => `${short(values[index]!)} at ${noise}`).join(', ')
      return Promise.resolve({ value: fold(values), how: `${says}: ${each} times the spread; ${setting}.` })
    },
  }
}

const furthestFrom = (goal: number) => (values: readonly number[]) =>
  values.reduce((worst, value) => (Math.abs(value - goal) > Math.abs(worst - goal) ? value : worst))

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const coverage = simulatedFigure(
  'honesty.coverage',
  { op: '>=', value: 0.93 },
  ({ coverage: share }) => share,
  furthestFrom(0.95),
  'Share of 95 % intervals that hold the truth, the one furthest from 0.95 (wanted: 0.93 to 0.97)',
)

/** Too wide an interval is no better than too narrow a one: the other end of the same bar. */
const coverageAtMost: Figure = { ...coverage, name: 'honesty.coverage_at_most', goal: { op: '<=', value: 0.97 } }

const regret: Figure = {
  name: 'honesty.regret',
  unit: 'ratio',
  goal: { op: '<=', value: 0.6 },
  measure(): Promise<Measurement> {
    const tables = readRepeatedTables()
    if (!tables)
      return Promise.resolve({ value: null, how: 'The reference tables are not beside the repository (../shared).' })
    const ratios = tables.map((table) => {
      const { chosen, naive } = regretsOf(table, tableStudies(table, 300, trials))
      return chosen / naive
    })
    const listed = tables.map(({ name }, index) => `${name} ${short(ratios[index]!)}`).join(', ')
    return Promise.resolve({
      value: Math.exp(average(ratios.map(Math.log))),
      how: `Geometric mean over ${tables.length} tables of real networks of the mean true regret of the choice to that of the best validation value, 300 studies of ${trials} random configurations each, the middle of each parameter as defaults: ${listed}.`,
    })
  },
}

export const honestyFigures: readonly Figure[] = [
  coverage,
  coverageAtMost,
  simulatedFigure(
    'honesty.naive_worse',
    { op: '>=', value: 0.9 },
    ({ naiveWorse }) => naiveWorse,
    average,
    'Share of all studies whose best validation value is further from the truth than the confirmed mean',
  ),
  simulatedFigure(
    'honesty.worse_than_default',
    { op: '<=', value: 0.02 },
    ({ worseThanDefault }) => worseThanDefault,
    (values) => Math.max(...values),
    'Share that recommends what is truly worse than the defaults, at the worst noise',
  ),
  simulatedFigure(
    'honesty.kept_default',
    undefined,
    ({ keptDefault }) => keptDefault,
    average,
    'Share that recommends the defaults, because nothing stood out from them',
  ),
  regret,
]
