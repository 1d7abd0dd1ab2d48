import { basename, join } from 'node:path'
import type { Handlers } from '../../../preload/contract/api.ts'
import type { RecentProject } from '../../../preload/contract/types.ts'
import { idFromName } from '../../store/ids.ts'
import { nodeFiles } from '../../store/node-files.ts'
import type { HandlerContext } from './context.ts'
import { answering } from './refusals.ts'

type ProjectHandlers = Pick<
  Handlers,
  | 'projects.recent'
  | 'projects.create'
  | 'projects.open'
  | 'projects.close'
  | 'projects.forget'
  | 'projects.discard'
  | 'projects.pack'
  | 'projects.unpack'
>

const archiveEnding = '.sweetspot'
const unpackRefusals = Object.fromEntries(
  ['archive-refused', 'archive-damaged', 'missing'].map((code) => [code, 'not-unpackable']),
)

export function projectHandlers({ options, projects, recent, workshop }: HandlerContext): ProjectHandlers {
  const describe = async ({ folder, openedAt }: { folder: string; openedAt: number }): Promise<RecentProject> => {
    const open = projects.isOpen(folder)
    const { name, studies } = open
      ? projects.info(folder)
      : { name: folder.split(/[\\/]/).pop() || folder, studies: [] }
    const missing = !open && !(await nodeFiles.exists(join(folder, 'project.json')).catch(() => false))
    return { folder, name, openedAt, missing, open, studies }
  }

  /** The name as a folder's name, with a number where that is taken. */
  const freeFolder = async (name: string): Promise<string> => {
    await nodeFiles.makeFolder(options.projectsFolder)
    const taken = (await nodeFiles.list(options.projectsFolder)).map((entry) => entry.name.toLowerCase())
    return join(options.projectsFolder, idFromName(name, taken))
  }

  return {
    'projects.recent': async () => ({ projects: await Promise.all((await recent.list()).map(describe)) }),
    'projects.create': ({ name }) =>
      answering(
        async () => {
          const info = await projects.create(await freeFolder(name), name)
          await recent.add(info.folder)
          return info
        },
        { 'read-only': 'folder-not-writable' },
      ),
    'projects.open': ({ folder }) =>
      answering(async () => {
        const info = await projects.open(folder)
        await recent.add(info.folder)
        return info
      }),
    'projects.close': async ({ folder }) => {
      await answering(() => projects.close(folder))
      return {}
    },
    'projects.discard': async ({ folder }) => {
      await answering(() => projects.discard(folder))
      await recent.forget(folder)
      workshop.emit({ type: 'projects', folder })
      return {}
    },
    'projects.pack': ({ folder }) =>
      answering(() => projects.pack(folder, `${folder.replace(/[\\/]+$/, '')}${archiveEnding}`), {
        'read-only': 'folder-not-writable',
      }),
    'projects.unpack': ({ file }) =>
      answering(
        async () => {
          const name = basename(file).replace(/\.(sweetspot|zip)$/i, '')
          const info = await projects.unpack(file, await freeFolder(name))
          await recent.add(info.folder)
          return info
        },
        { 'read-only': 'folder-not-writable', ...unpackRefusals },
      ),
    'projects.forget': async ({ folder }) => {
      await recent.forget(folder)
      workshop.emit({ type: 'projects', folder })
      return {}
    },
  }
}
