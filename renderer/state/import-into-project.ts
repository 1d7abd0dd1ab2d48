import type { DatasetEntry } from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import type { Route } from './route.ts'

/**
 * Imports into a project made for it, which is gone again when that fails.
 *
 * @param name the file's or folder's; the project's folder is called after it
 * @returns the page that goes on with it
 */
export async function importIntoProject(
  client: Client,
  name: string,
  work: (folder: string) => Promise<{ readonly dataset: DatasetEntry }>,
): Promise<Route> {
  const { folder } = await client.request('projects.create', { name: name.replace(/\.[^.]+$/, '') || name })
  try {
    const { dataset } = await work(folder)
    return { page: 'new', dataset: dataset.id, folder }
  } catch (error) {
    await client.request('projects.discard', { folder }).catch(() => undefined)
    throw error
  }
}
