/** A file that the user dropped or chose, and where it stands in the folder that was chosen with it. */
export interface ChosenFile {
  readonly file: File
  /** `folder/sub/name`; the name alone for a single file. */
  readonly place: string
}

/** Where files lie on this computer, for main to read: told by Electron; in a browser they are handed to the server first. */
export interface HandOver {
  /**
   * @param files one file, or all files of one folder
   * @param onShare told the share that has been handed over, from 0 to 1
   * @returns an absolute path of the file, or of the folder
   * @throws Error with a sentence, when a file cannot be read or the server is away; the signal's reason when aborted
   */
  pathOf(files: readonly ChosenFile[], onShare: (share: number) => void, signal: AbortSignal): Promise<string>
}

export function electronHandOver(pathOf: (file: File) => string): HandOver {
  return {
    pathOf: (files) => {
      const [first] = files
      if (!first) return Promise.reject(new Error('Nothing was chosen.'))
      const path = pathOf(first.file)
      if (path === '') return Promise.reject(new Error('The system does not tell where this lies. Give its path.'))
      // Of a folder's file, as many parts are cut as stand below the folder.
      const below = first.place.split('/').length - 1
      return Promise.resolve(
        path
          .split(/(?=[\\/])/)
          .slice(0, below === 0 ? undefined : -below)
          .join(''),
      )
    },
  }
}

export function browserHandOver(origin: string): HandOver {
  return {
    async pathOf(files, onShare, signal) {
      const batch = crypto.randomUUID()
      const total = files.reduce((sum, { file }) => sum + file.size, 0)
      let done = 0
      let path = ''
      for (const { file, place } of files) {
        const address = `${origin}/upload/${batch}/${place.split('/').map(encodeURIComponent).join('/')}`
        const answer = await fetch(address, { method: 'POST', body: file, signal }).catch((error: unknown) => {
          signal.throwIfAborted()
          throw new Error(`${file.name} could not be handed over. Is it still there, and is Sweetspot running?`, {
            cause: error,
          })
        })
        if (!answer.ok)
          throw new Error(`${file.name} was not taken: its name is not usable. Rename it, then try again.`)
        const told: unknown = await answer.json()
        path = typeof told === 'object' && told !== null && 'path' in told ? String(told.path) : ''
        done += file.size
        onShare(total === 0 ? 1 : done / total)
      }
      if (path === '') throw new Error('Nothing was chosen.')
      return path
    },
  }
}
