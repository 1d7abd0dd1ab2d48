/** Everything that can go wrong with a project folder. One code for each thing a caller can act on. */
export type StoreErrorCode =
  | 'disk-full'
  | 'read-only'
  | 'not-permitted'
  | 'missing'
  | 'exists'
  | 'disk-failure'
  | 'project-missing'
  | 'project-exists'
  | 'folder-not-empty'
  | 'project-locked'
  | 'study-missing'
  | 'document-damaged'
  | 'journal-missing'
  | 'journal-damaged'
  | 'journal-closed'
  | 'file-damaged'
  | 'too-new'
  | 'unsafe-id'
  | 'outside-project'
  | 'archive-refused'
  | 'archive-damaged'

/** The message says what happened, to what, and what to do: it is shown to the user as it is. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError'
  readonly code: StoreErrorCode
  /** The file or folder it is about. */
  readonly path: string
  constructor(code: StoreErrorCode, path: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.path = path
  }
}

const sentences: Readonly<Record<string, readonly [StoreErrorCode, (path: string) => string]>> = {
  ENOSPC: [
    'disk-full',
    (path) =>
      `${path} could not be written: the disk is full. Nothing saved before is lost. Free some space, then go on.`,
  ],
  EDQUOT: [
    'disk-full',
    (path) =>
      `${path} could not be written: your disk quota is used up. Nothing saved before is lost. Free some space, then go on.`,
  ],
  EFBIG: [
    'disk-full',
    (path) =>
      `${path} could not be written: this file system allows no file of that size. Move the project to another.`,
  ],
  EROFS: [
    'read-only',
    (path) => `${path} cannot be written: it is on a read-only disk. Open the project read-only, or copy it elsewhere.`,
  ],
  EACCES: [
    'not-permitted',
    (path) => `${path} is not accessible to you. Change its permissions, or copy the project to a folder of your own.`,
  ],
  EPERM: [
    'not-permitted',
    (path) => `${path} is not accessible to you. Change its permissions, or copy the project to a folder of your own.`,
  ],
  ENOENT: ['missing', (path) => `${path} does not exist. Check the path, or restore it from a backup.`],
  ENOTDIR: ['missing', (path) => `${path} does not exist: a part of its path is a file. Check the path.`],
  EEXIST: ['exists', (path) => `${path} exists already. Choose another name.`],
}

/** What the operating system reported about `path`, as a StoreError; one that is a StoreError already stays as it is. */
export function asStoreError(error: unknown, path: string): StoreError {
  if (error instanceof StoreError) return error
  const reported = error instanceof Error ? (error as NodeJS.ErrnoException) : undefined
  const known = sentences[reported?.code ?? '']
  if (known) return new StoreError(known[0], path, known[1](path), error)
  const said = reported?.message ?? String(error)
  return new StoreError('disk-failure', path, `${path}: the disk reported a failure (${said}). Check the disk.`, error)
}

/** Whether `error` is a StoreError with one of these codes. */
export function isStoreError(error: unknown, ...codes: readonly StoreErrorCode[]): error is StoreError {
  return error instanceof StoreError && (codes.length === 0 || codes.includes(error.code))
}
