import type { Direction } from '../../search/trial.ts'
import type { Values } from '../../study/effects/definition.ts'
import type { ChosenValues } from './table.ts'
import type { Training } from './trainings.ts'

/**
 * The best candidate of each setting, by the mean objective of its trainings; one that failed in any is worse than all that did
 * not. Ties go to the first. The mean of the chosen is too good by construction: it is measured afresh afterwards.
 *
 * @param owner      setting of each configuration of the grid
 * @param candidates what each configuration of the grid tries
 * @param trainings  by trial number; trial i is of configuration i modulo their number
 */
export function chooseCandidates(
  owner: readonly number[],
  candidates: readonly Values[],
  trainings: readonly Training[],
  direction: Direction,
): readonly (ChosenValues | undefined)[] {
  const sign = direction === 'maximise' ? 1 : -1
  const best: (ChosenValues | undefined)[] = []
  const count = new Map<number, number>()
  for (const setting of owner) count.set(setting, (count.get(setting) ?? 0) + 1)
  owner.forEach((setting, place) => {
    const values = trainings
      .filter(({ trial }) => trial % owner.length === place)
      .map(({ result }) => result?.value ?? -sign * Infinity)
    const objective = values.reduce((sum, value) => sum + value, 0) / values.length
    const current = best[setting]
    if (current === undefined || sign * objective > sign * current.objective)
      best[setting] = { values: candidates[place]!, objective, of: count.get(setting)! }
  })
  return best
}
