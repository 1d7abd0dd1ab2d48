import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder with package.json, dist/ and resources/: found upwards, as this file runs both bundled and from its source. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)))

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json')) && existsSync(join(from, 'resources'))) return from
  const parent = dirname(from)
  if (parent === from)
    throw new Error('Sweetspot cannot find its own files (package.json, resources). Install it again.')
  return findRoot(parent)
}

/** Whether a path names a folder. */
export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

export const resourcesFolder = join(root, 'resources')
export const reportProgramFolder = join(root, 'dist', 'report')
export const workerModule = join(root, 'dist', 'main', 'worker.js')
export const searchThreadModule = join(root, 'dist', 'main', 'search-thread.js')
