/** The few file calls that the store makes, so that tests can put a disk underneath that forgets what was not synced. */

export interface StoreFile {
  /** Writes all of `bytes` at `position`. */
  write(bytes: Uint8Array, position: number): Promise<void>
  /** Fills `into` from `position` on; the number of bytes read, 0 at the end of the file. */
  read(into: Uint8Array, position: number): Promise<number>
  size(): Promise<number>
  truncate(length: number): Promise<void>
  /** Returns when the file's contents are on the disk itself. */
  sync(): Promise<void>
  close(): Promise<void>
}

export interface FolderEntry {
  readonly name: string
  readonly isFolder: boolean
}

/** All of them reject with StoreError: missing, exists, disk-full, read-only, not-permitted, disk-failure. */
export interface StoreFiles {
  /** create: the file must not exist; update: it must, and can be read and written; read: it must, and is only read. */
  open(path: string, how: 'create' | 'update' | 'read'): Promise<StoreFile>
  read(path: string): Promise<Buffer>
  exists(path: string): Promise<boolean>
  /** Folders above it are made too; one that exists is left as it is. New ones are on the disk itself when this returns. */
  makeFolder(path: string): Promise<void>
  list(path: string): Promise<readonly FolderEntry[]>
  /** Replaces `to` where it is a file. */
  rename(from: string, to: string): Promise<void>
  /** Gives a file a second name, which must not exist: it appears whole or not at all. */
  link(from: string, to: string): Promise<void>
  /** A file, or a folder with all it holds; fine if it is gone. */
  remove(path: string): Promise<void>
  /** Returns when the names in the folder are on the disk itself. */
  syncFolder(path: string): Promise<void>
  /** The path with symbolic links followed. */
  realPath(path: string): Promise<string>
  /** Bytes that this user may still write on the disk that holds `path`. */
  freeBytes(path: string): Promise<number>
}
