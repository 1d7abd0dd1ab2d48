import { stat } from 'node:fs/promises'

/** Differs when a file's contents may differ: its size and the time of its last change. A missing file has a stamp too. */
export async function fileStamp(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path).catch(() => ({ size: -1, mtimeMs: -1 }))
  return `${size} ${mtimeMs}`
}
