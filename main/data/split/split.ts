import type { Dataset } from '../dataset.ts'
import { DataError } from '../errors.ts'
import type { SplitSelection } from '../reference.ts'
import { groupSplitter } from './group.ts'
import { randomSplitter } from './random.ts'
import type { Splitter, SplitRows } from './rows.ts'
import { stratifiedSplitter, targetFifths } from './stratified.ts'
import { thinRows } from './thin.ts'
import { timeSplitter } from './time.ts'

/** What splitting needs to know of a dataset. */
export type SplitSubject = Pick<
  Dataset,
  'title' | 'rows' | 'task' | 'targets' | 'targetNames' | 'classes' | 'keys' | 'officialTest'
>

/**
 * Which rows train, validate and stay sealed. The same dataset and selection give the same rows in any process. First the
 * sealed part is taken, which depends on `sealedSeed` alone; train and validation come from the rest.
 * Rows without a target, or without a group or time where the split goes by one, are in no part.
 *
 * Stratified regression keeps the mix of fifths of the (first) target. An official test part is taken as its makers
 * drew it, also where groups lie on both sides of it.
 *
 * @throws DataError impossible-split, class-too-small, too-few-groups, too-few-rows, unknown-column
 */
export function splitRows(subject: SplitSubject, selection: SplitSelection): SplitRows {
  checkSelection(subject, selection)
  const usable = usableRows(subject, selection)
  const splitter = splitterFor(subject, selection, usable)
  const { held: sealed, rest } = seal(subject, selection, usable, splitter)
  if (rest.length < 2)
    throw new DataError(
      'too-few-rows',
      `${subject.title} has ${rest.length} usable rows outside the sealed test set; training and validation need one each at least.`,
    )
  const { protocol, seed } = selection
  const parts =
    protocol.kind === 'holdout'
      ? splitter.holdOut(rest, protocol.validationShare, seed, 'validation')
      : splitter.fold(rest, protocol.folds, protocol.fold, seed)
  return { train: thinned(subject, selection, parts.rest), validation: parts.held, sealed }
}

function thinned(subject: SplitSubject, selection: SplitSelection, rows: Int32Array): Int32Array {
  if (selection.trainShare === undefined) return rows
  const strata = subject.task === 'classification' ? subject.targets : fifths(subject, rows)
  const times = selection.by === 'time' ? keyOf(subject, selection) : undefined
  const timeOf = times && ((row: number) => times[row] as number)
  return thinRows(rows, selection, (row) => strata[row] as number, timeOf)
}

function seal(subject: SplitSubject, { sealed, sealedSeed = 0 }: SplitSelection, rows: Int32Array, splitter: Splitter) {
  if (sealed === 0) return { held: new Int32Array(0), rest: rows }
  if (sealed !== 'official') return splitter.holdOut(rows, sealed, sealedSeed, 'sealed')
  if (subject.officialTest === undefined)
    throw new DataError(
      'impossible-split',
      `${subject.title} has no official test part. Say which share of its rows to seal, for example 0.2.`,
    )
  const official = new Set(subject.officialTest)
  return { held: rows.filter((row) => official.has(row)), rest: rows.filter((row) => !official.has(row)) }
}

function splitterFor(subject: SplitSubject, selection: SplitSelection, usable: Int32Array): Splitter {
  switch (selection.by) {
    case 'random':
      return randomSplitter
    case 'stratified':
      return stratifiedSplitter(
        subject.task === 'classification'
          ? { of: subject.targets, name: (stratum) => `The class ${subject.classes[stratum]}` }
          : { of: fifths(subject, usable), name: (stratum) => `The ${ordinals[stratum]} fifth of the target` },
      )
    case 'group':
      return groupSplitter(selection.column as string, keyOf(subject, selection))
    case 'time':
      return timeSplitter(selection.column as string, keyOf(subject, selection))
  }
}

const ordinals = ['first', 'second', 'third', 'fourth', 'last']

function fifths(subject: SplitSubject, usable: Int32Array): Int32Array {
  const outputs = subject.targetNames.length
  return targetFifths(outputs === 1 ? subject.targets : everyNth(subject.targets, outputs), usable)
}

function everyNth(values: ArrayLike<number>, step: number): Float64Array {
  return Float64Array.from({ length: values.length / step }, (_, row) => values[row * step] as number)
}

function usableRows(subject: SplitSubject, selection: SplitSelection): Int32Array {
  const outputs = subject.task === 'classification' ? 1 : subject.targetNames.length
  const missing = subject.task === 'classification' ? (value: number) => value < 0 : Number.isNaN
  const keys = selection.by === 'group' || selection.by === 'time' ? keyOf(subject, selection) : undefined
  const lacksKey = (row: number) => {
    const key = keys?.[row]
    return key !== undefined && Number.isNaN(key)
  }
  const lacksTarget = (row: number) => {
    for (let output = 0; output < outputs; output++)
      if (missing(subject.targets[row * outputs + output] as number)) return true
    return false
  }
  return Int32Array.from({ length: subject.rows }, (_, row) => row).filter((row) => !lacksTarget(row) && !lacksKey(row))
}

function keyOf(subject: SplitSubject, { by, column }: SplitSelection): ArrayLike<number> {
  const known = [...subject.keys.keys()].join(', ') || 'none'
  if (column === undefined)
    throw new DataError(
      'impossible-split',
      `A split by ${by} needs the name of a column. ${subject.title} has: ${known}.`,
    )
  const keys = subject.keys.get(column)
  if (keys === undefined)
    throw new DataError(
      'unknown-column',
      `${subject.title} has no column ${column} that rows could be split by. It has: ${known}.`,
    )
  return keys
}

/** @throws DataError no-rows, impossible-split for shares and folds out of range */
export function checkSelection(
  subject: Pick<SplitSubject, 'title' | 'rows'>,
  { protocol, sealed, trainShare }: SplitSelection,
): void {
  if (subject.rows === 0) throw new DataError('no-rows', `${subject.title} has no rows.`)
  const impossible = (message: string) => new DataError('impossible-split', message)
  if (trainShare !== undefined && !(trainShare > 0 && trainShare <= 1))
    throw impossible(`The share of rows that train is ${trainShare}; it must be above 0 and at most 1.`)
  if (sealed !== 'official' && !(sealed >= 0 && sealed < 1))
    throw impossible(`The sealed test set's share is ${sealed}; it must be from 0 (none) to below 1, for example 0.2.`)
  if (protocol.kind === 'holdout') {
    if (!(protocol.validationShare > 0 && protocol.validationShare < 1))
      throw impossible(
        `The validation share is ${protocol.validationShare}; it must lie between 0 and 1, for example 0.2.`,
      )
    return
  }
  const { folds, fold } = protocol
  if (!Number.isInteger(folds) || folds < 2 || folds > subject.rows)
    throw impossible(`${folds} folds of ${subject.rows} rows are not possible; use from 2 to 10.`)
  if (!Number.isInteger(fold) || fold < 0 || fold >= folds)
    throw impossible(`Fold ${fold} of ${folds} does not exist; folds are numbered from 0 to ${folds - 1}.`)
}
