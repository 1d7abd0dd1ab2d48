import { delimiter, join } from 'node:path'
import type { Fork } from '../../pool/fork.ts'

/** Names the folder of the user's own native packages to a worker. */
export const librariesVariable = 'SWEETSPOT_LIBRARIES'

/** Where the system's loader looks for libraries, by platform; macOS forgets its variable for signed programs. */
const searchPaths: Readonly<Record<string, string>> = {
  linux: 'LD_LIBRARY_PATH',
  win32: 'PATH',
  darwin: 'DYLD_LIBRARY_PATH',
}

/**
 * What a worker's environment must have for the user's own libraries: Linux reads its search path when a process starts, so
 * it cannot be set later.
 */
export function libraryEnvironment(
  folder: string | undefined,
  platform: string,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  if (folder === undefined) return {}
  const variable = searchPaths[platform]
  if (variable === undefined) return { [librariesVariable]: folder }
  const own = [folder, join(folder, 'lib'), join(folder, 'lib64'), join(folder, 'bin')]
  const before = environment[variable]
  return {
    [librariesVariable]: folder,
    [variable]: [...own, ...(before ? [before] : [])].join(delimiter),
  }
}

/** The same fork, whose workers find the user's libraries. The folder is asked for at each start. */
export function withLibraries(fork: Fork, folder: () => string | undefined): Fork {
  return (options) =>
    fork({
      ...options,
      environment: { ...options.environment, ...libraryEnvironment(folder(), process.platform, process.env) },
    })
}
