import type { StudyDefinition } from '../study/study.ts'
import type { DataShape } from './search-thread/messages.ts'

/** Fewer validation rows than this cannot tell close configurations apart. */
const fewRows = 100

/** What to know before a study starts, in sentences. */
export function cautionsOf(
  { protocol, task, budget, sampler }: Pick<StudyDefinition, 'protocol' | 'task' | 'budget' | 'sampler'>,
  { rows }: Pick<DataShape, 'rows'>,
  configurations: bigint | null,
): string[] {
  const cautions: string[] = []
  if (rows.validation < fewRows && protocol.kind === 'holdout') {
    const step =
      task === 'classification' ? ` One row more or less is ${(100 / rows.validation).toFixed(1)} points.` : ''
    cautions.push(
      `Only ${rows.validation} rows validate: small differences between trials are chance.${step} K-fold cross-validation uses them all.`,
    )
  }
  if (rows.sealed === 0)
    cautions.push('No rows are sealed as a test set: what the tuned network is worth on new data cannot be told.')
  if (protocol.confirm.top === 0 || protocol.confirm.seeds === 0)
    cautions.push('The best trials are not confirmed with fresh seeds: the best score will look better than it is.')
  if (configurations !== null && budget.trials !== undefined && configurations < BigInt(budget.trials))
    cautions.push(`The space has ${configurations} configurations, fewer than the budget of ${budget.trials} trials.`)
  if (sampler.name === 'grid' && configurations === null)
    cautions.push('The grid divides continuous parameters into a few values each; others are never tried.')
  return cautions
}
