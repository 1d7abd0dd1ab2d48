import { basename } from 'node:path'
import type { StoreFiles } from './files.ts'
import { lineToJson, sealHeader, sealLine } from './journal-format.ts'
import type { JournalFormat, JournalPosition } from './journal-format.ts'
import { readJournal } from './journal-reader.ts'
import { writeWholeFile } from './write-whole-file.ts'

/**
 * Rewrites a journal of an older version, whose tail has been mended, as one of this version. The old one stays beside
 * it as NAME.vN.jsonl. A crash leaves either of the two in place.
 */
export async function upgradeJournal<Line extends object>(
  files: StoreFiles,
  path: string,
  format: JournalFormat<Line>,
  version: number,
): Promise<{ end: JournalPosition; notice: string }> {
  const header = sealHeader(format.name, format.version)
  const parts = [header.bytes]
  let { end } = header
  await readJournal(files, path, format, (line) => {
    const sealed = sealLine(lineToJson(line), false, end)
    parts.push(sealed.bytes)
    end = sealed.end
  })
  const old = path.replace(/(\.[^.]+)?$/, (extension) => `.v${version}${extension}`)
  if (!(await files.exists(old))) await files.link(path, old)
  await writeWholeFile(files, path, parts)
  return {
    end,
    notice: `${basename(path)} was brought from format version ${version} to ${format.version}; the old file is kept as ${basename(old)}.`,
  }
}
