import { randomStream } from '../random/stream.ts'
import type { Layout } from '../space/layout.ts'
import type { Configuration } from '../space/types.ts'

export interface PermutationImportance {
  readonly parameter: string
  /** What the model's coefficient of determination loses when the parameter is shuffled: mean over shufflings, and deviation. */
  readonly loss: number
  readonly spread: number
}

/** What is to be explained: a prediction for a canonical point, in any unit. */
export interface Predictor {
  readonly layout: Layout
  mean(point: Float64Array): number
}

/** Trials that are shuffled; evenly chosen ones of more. */
const most = 150
const shufflings = 5

/**
 * How much a model relies on each parameter: its values are shuffled among the trials in which it is active, everything else
 * held, and the drop of the model's R² over the trials is what it mattered. Where two parameters say the same, each seems
 * to matter less. O(shufflings axes trials) predictions.
 *
 * @param trials configurations and measured values, two at least
 * @returns by falling loss; empty where all values are equal
 * @see Breiman 2001, "Random forests", section 10; Fisher, Rudin, Dominici 2019 (JMLR 20-177), model reliance
 */
export function permutationImportance(
  { layout, mean }: Predictor,
  trials: readonly { readonly configuration: Configuration; readonly value: number }[],
  seed: number,
  repeats = shufflings,
): PermutationImportance[] {
  const step = Math.max(1, trials.length / most)
  const chosen = Array.from({ length: Math.min(most, trials.length) }, (_, i) => trials[Math.floor(i * step)]!)
  const points = chosen.map(({ configuration }) => layout.point(configuration))
  const values = chosen.map(({ value }) => value)
  const n = values.length
  const centre = values.reduce((sum, value) => sum + value / n, 0)
  const total = values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  if (values.every((value) => value === values[0])) return []
  const residual = (at: readonly Float64Array[]): number =>
    at.reduce((sum, point, row) => sum + ((values[row] as number) - mean(point)) ** 2, 0)
  const before = residual(points)
  const random = randomStream(seed, 0, 'permutation importance')
  return layout.axes
    .map(({ parameter: { name } }, k): PermutationImportance => {
      const rows = [...chosen.keys()].filter((row) => chosen[row]!.configuration[name] !== undefined)
      const losses = Array.from({ length: repeats }, () => {
        const from = random.shuffle(rows)
        const shuffled = [...points]
        for (const [place, row] of rows.entries()) {
          const moved = (points[row] as Float64Array).slice()
          moved[k] = (points[from[place] as number] as Float64Array)[k] as number
          shuffled[row] = moved
        }
        return (residual(shuffled) - before) / total
      })
      const loss = losses.reduce((sum, each) => sum + each / repeats, 0)
      const spread = Math.sqrt(losses.reduce((sum, each) => sum + (each - loss) ** 2 / repeats, 0))
      return { parameter: name, loss, spread }
    })
    .sort((a, b) => b.loss - a.loss)
}
