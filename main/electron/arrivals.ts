import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { dataAddress, homeAddress, studyAddress } from '../../preload/contract/addresses.ts'
import type { Backend } from '../../preload/contract/api.ts'
import type { ProjectInfo } from '../../preload/contract/types.ts'

const call = { signal: new AbortController().signal }

/**
 * The page for a path that the system hands over: a double click on a packed project, a file dropped on the icon, a folder
 * named when starting. A packed project is unpacked and opened, a folder with a project opened; anything else is data.
 *
 * @returns undefined for what is no file or folder
 * @throws ContractError with a sentence for the user
 */
export async function pageFor(path: string, handlers: Backend['handlers']): Promise<string | undefined> {
  if (!existsSync(path)) return undefined
  if (/\.sweetspot$/i.test(path)) return pageOf(await handlers['projects.unpack']({ file: path }, call))
  if (statSync(path).isDirectory())
    return existsSync(join(path, 'project.json'))
      ? pageOf(await handlers['projects.open']({ folder: path }, call))
      : undefined
  return dataAddress(path)
}

function pageOf({ folder, studies }: ProjectInfo): string {
  const study = studies.at(-1)
  return study ? studyAddress(folder, study.id, 'live') : homeAddress
}

/**
 * The path among a program's arguments: the first one that is no option and exists, after the program itself (and, while
 * developing, after the folder of the application).
 */
export function pathAmong(argv: readonly string[], workingFolder: string, packaged: boolean): string | undefined {
  const given = argv.slice(packaged ? 1 : 2).find((argument) => argument !== '' && !argument.startsWith('-'))
  if (given === undefined) return undefined
  const path = resolve(workingFolder, given)
  return existsSync(path) ? path : undefined
}
