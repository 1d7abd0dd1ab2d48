import { DataError } from '../errors.ts'
import type { SplitSelection } from '../reference.ts'
import { heldCount } from '../split/rows.ts'
import type { SplitSubject } from '../split/split.ts'
import { checkSelection } from '../split/split.ts'

/** A stretch of a text: places from `first` up to, and without, `end`. */
export interface Stretch {
  readonly first: number
  readonly end: number
}

export interface TextParts {
  readonly train: Stretch
  readonly validation: Stretch
  /** Empty if nothing is sealed. */
  readonly sealed: Stretch
}

/**
 * Splits one long text in its order: training first, then validation, then the sealed part. Folds roll forward, as by time:
 * fold i of k validates on block i + 1 of k + 1 equal blocks and trains on all before it. There is nothing to draw.
 *
 * @throws DataError impossible-split, too-few-rows
 */
export function splitText(subject: SplitSubject, selection: SplitSelection): TextParts {
  checkSelection(subject, selection)
  const { title, rows: length, officialTest } = subject
  if (selection.by !== 'time')
    throw new DataError(
      'impossible-split',
      `${title} is one long text: it can only be split in its order (by time), not ${selection.by}, or validation would repeat what training has read.`,
    )
  const rest = length - sealedCount(title, length, officialTest, selection)
  const sealed = { first: rest, end: length }
  if (rest < 2) throw new DataError('too-few-rows', `${title} has ${rest} characters outside the sealed test part.`)
  const { protocol } = selection
  if (protocol.kind === 'holdout') {
    const cut = rest - heldCount(rest, protocol.validationShare)
    return { train: { first: 0, end: cut }, validation: { first: cut, end: rest }, sealed }
  }
  const cutBefore = (block: number) => Math.round((rest * block) / (protocol.folds + 1))
  const [cut, end] = [cutBefore(protocol.fold + 1), cutBefore(protocol.fold + 2)]
  return { train: { first: 0, end: cut }, validation: { first: cut, end }, sealed }
}

function sealedCount(
  title: string,
  length: number,
  officialTest: Int32Array | undefined,
  { sealed }: SplitSelection,
): number {
  if (sealed === 0) return 0
  if (sealed !== 'official') return heldCount(length, sealed)
  if (officialTest !== undefined) return officialTest.length
  throw new DataError(
    'impossible-split',
    `${title} has no official test part. Say which share of its end to seal, for example 0.1.`,
  )
}
