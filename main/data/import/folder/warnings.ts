import type { MediaFile } from './list-media.ts'

/** Something that a user should know before trusting results on this folder. */
export interface FolderWarning {
  readonly code:
    | 'different-sizes'
    | 'unreadable-files'
    | 'other-files'
    | 'duplicate-files'
    | 'contradicting-duplicates'
    | 'imbalance'
    | 'few-rows-per-class'
  readonly message: string
}

type Pair = { readonly file: MediaFile; readonly of: MediaFile }

export function folderWarnings(found: {
  readonly classes: readonly { readonly name: string; readonly rows: number }[]
  readonly leftOut: readonly { readonly file: string; readonly because: string }[]
  readonly duplicates: readonly Pair[]
  readonly contradicting: readonly Pair[]
  readonly others: number
}): FolderWarning[] {
  const warnings: FolderWarning[] = []
  const warn = (code: FolderWarning['code'], message: string) => warnings.push({ code, message })
  const { classes, leftOut, duplicates, contradicting, others } = found
  if (leftOut.length > 0) {
    const some = leftOut.slice(0, 3).map(({ file, because }) => `${file} (${because})`)
    warn(
      'unreadable-files',
      `${leftOut.length} ${leftOut.length === 1 ? 'file was' : 'files were'} left out: ${some.join('; ')}${leftOut.length > 3 ? '; and more, listed in profile.json' : ''}.`,
    )
  }
  if (others > 0) warn('other-files', `${others} files of other kinds were passed over.`)
  if (contradicting[0])
    warn(
      'contradicting-duplicates',
      `${contradicting.length} files equal one of another class, for example ${contradicting[0].file.name} and ${contradicting[0].of.name}: one of the labels is wrong.`,
    )
  if (duplicates[0])
    warn(
      'duplicate-files',
      `${duplicates.length} files equal an earlier one, for example ${duplicates[0].file.name} and ${duplicates[0].of.name}. One may land in training and the other in validation, which makes results look better than they are.`,
    )
  const ordered = [...classes].sort((a, b) => a.rows - b.rows)
  const [rarest, commonest] = [ordered[0], ordered.at(-1)]
  if (rarest && commonest && commonest.rows >= 5 * rarest.rows)
    warn(
      'imbalance',
      `${commonest.name} has ${commonest.rows} files, ${rarest.name} ${rarest.rows}: watch balanced accuracy or F1 rather than accuracy.`,
    )
  if (rarest && rarest.rows < 10)
    warn('few-rows-per-class', `${rarest.name} has only ${rarest.rows} files: results on it will be very uncertain.`)
  return warnings
}
