import type { ChosenFile } from './handed-over.ts'

/** What was dropped: the first file, or all files below the first folder. Hidden files are left out. */
export async function chosenOfDrop(transfer: DataTransfer): Promise<readonly ChosenFile[]> {
  // Entries must be taken in the event itself; afterwards the transfer is empty.
  const entry = [...transfer.items].map((item) => item.webkitGetAsEntry()).find((one) => one !== null)
  return entry ? filesBelow(entry, '') : []
}

/** What a file field holds, a folder's files with their places. */
export function chosenOfInput(files: FileList): readonly ChosenFile[] {
  return [...files]
    .map((file) => ({ file, place: file.webkitRelativePath || file.name }))
    .filter(({ place }) => !isHidden(place))
}

async function filesBelow(entry: FileSystemEntry, above: string): Promise<ChosenFile[]> {
  const place = above === '' ? entry.name : `${above}/${entry.name}`
  if (isHidden(entry.name)) return []
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return [{ file, place }]
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return []
  const found: ChosenFile[] = []
  const reader = entry.createReader()
  // A reader gives a hundred at a time, and then none.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return found
    for (const one of some) found.push(...(await filesBelow(one, place)))
  }
}

function isHidden(place: string): boolean {
  return place.split('/').some((part) => part.startsWith('.'))
}
