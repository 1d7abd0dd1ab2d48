import type { CatalogueEntry } from '../data/catalogue.ts'
import { createPruner } from '../search/pruners/registry.ts'
import { runsPerTrial } from '../study/protocol.ts'
import type { EvaluationProtocol } from '../study/protocol.ts'
import type { StudyDefinition } from '../study/study.ts'
import { AppError } from './app-error.ts'
import { resourceOf } from './resource.ts'
import { isInOrder } from './suitable-templates.ts'

type Further = Pick<EvaluationProtocol, 'reshuffle' | 'fidelity' | 'shares'>
type Given = { readonly [Field in keyof Further]?: Further[Field] | undefined }
type Undetermined = Pick<StudyDefinition, 'protocol' | 'pruner' | 'template' | 'space' | 'preprocessing'>

/** Shares of the rows that a trial trains on in turn, unless the draft says others. */
const usualShares = [1 / 9, 1 / 3, 1]

/**
 * What of a protocol's rarer settings a draft leaves open: each repeat of k-fold divides the rows anew, except by time, which
 * can be divided in one way only; fidelity rows goes up by threes.
 */
export function furtherProtocol(
  given: Given,
  { kind, by, repeats }: Pick<EvaluationProtocol, 'kind' | 'by' | 'repeats'>,
): Further {
  const reshuffle = given.reshuffle ?? (kind === 'kfold' && repeats > 1 && by !== 'time' ? 'repeats' : undefined)
  const { fidelity } = given
  return {
    ...(reshuffle === undefined ? {} : { reshuffle }),
    ...(fidelity === undefined ? {} : { fidelity }),
    ...(fidelity === 'rows' ? { shares: given.shares ?? usualShares } : {}),
  }
}

/** Whether the pruner of a study sees folds, or shares of the rows, rather than epochs. */
export const prunesByEpochs = ({ fidelity = 'epochs' }: Given): boolean => fidelity === 'epochs'

/** @throws AppError bad-study where the parts of an evaluation do not go together */
export function checkFidelity(definition: Undetermined, dataset: CatalogueEntry): void {
  const { protocol, pruner } = definition
  const { fidelity = 'epochs', reshuffle = 'never', by, kind, repeats } = protocol
  const bad = (message: string): AppError => new AppError('bad-study', message)
  const made = createPruner(pruner.name, pruner.options, resourceOf(definition))
  if (by === 'time' && reshuffle !== 'never')
    throw bad('Rows in time order can be divided in one way only: they cannot be reshuffled. Choose reshuffle never.')
  if (made.decideByFolds && runsPerTrial(protocol) === 1)
    throw bad(
      `The pruner ${pruner.name} compares folds or repeats, but a trial trains only once. Choose k-fold, or more repeats.`,
    )
  if (made.decideByFolds && reshuffle === 'trials')
    throw bad(
      `The pruner ${pruner.name} compares the same folds of two trials, but each trial has a split of its own. Choose another pruner, or reshuffle for each repeat.`,
    )
  if (fidelity === 'epochs') return
  if (!made.rungs)
    throw bad(
      `With fidelity ${fidelity} trials wait at rungs and are promoted. Choose the pruner asha, hyperband or successiveHalving, with promotion.`,
    )
  if (fidelity === 'folds' && runsPerTrial(protocol) === 1)
    throw bad('With fidelity folds a trial needs several: choose k-fold, or more repeats.')
  if (fidelity !== 'rows') return
  if (kind !== 'holdout' || repeats > 1)
    throw bad('With fidelity rows a trial trains once on each share of them. Choose a holdout split without repeats.')
  if (isInOrder(dataset, definition.preprocessing))
    throw bad(
      `${dataset.title} is read in order, as windows: shares of its rows are not offered. Choose fidelity epochs.`,
    )
  const { shares = [] } = protocol
  if (shares.at(-1) !== 1 || shares.some((share, at) => share <= 0 || share <= (shares[at - 1] ?? 0)))
    throw bad(`The shares of rows are ${shares.join(', ')}. They must rise from above 0 to 1.`)
}
