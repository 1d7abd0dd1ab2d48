import { basename, dirname, sep } from 'node:path'
import { StoreError } from './errors.ts'
import type { StoreFiles } from './files.ts'

/**
 * Refuses a path that leads out of the project, also through a symbolic link that came with someone else's project.
 * @throws StoreError outside-project
 */
export async function requireInside(files: StoreFiles, project: string, path: string): Promise<void> {
  const root = await files.realPath(project)
  let existing = path
  while (!(await files.exists(existing))) existing = dirname(existing)
  const real = await files.realPath(existing)
  if (real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)) return
  throw new StoreError(
    'outside-project',
    path,
    `${path} leads out of the project ${basename(project)}, to ${real}. Nothing was read or written there. Replace the link by a folder.`,
  )
}
