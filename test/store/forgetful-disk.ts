import { basename, dirname } from 'node:path'
import { asStoreError } from '../../main/store/errors.ts'
import type { FolderEntry, StoreFile, StoreFiles } from '../../main/store/files.ts'

/** What becomes of that which was written but not synced when the power fails. */
export type Fate = 'keep' | 'drop' | 'garble'

/** The power went: this call and all later ones on this disk fail, as nothing runs any more. */
export class PowerCut extends Error {}

interface Inode {
  content: Buffer
  /** What survives a power cut whatever happens. */
  durable: Buffer
  /** Writes and cuts since the last sync, in order. */
  pending: ((content: Buffer) => Buffer)[]
  /** The same writes gone wrong: half of it, zeros, or noise. */
  garbled: ((content: Buffer) => Buffer)[]
}

/** Names of one folder: changes since its last sync, in order. */
type NameChange = (names: Map<string, Inode>) => void

/**
 * A disk in memory that forgets what was not synced. Every sync, of a file or a folder, is counted; at a chosen one the
 * power fails, before or after it has taken effect, and `afterPowerCut` is the disk that the next program finds.
 */
export class ForgetfulDisk implements StoreFiles {
  #names = new Map<string, Inode>()
  #durableNames = new Map<string, Inode>()
  #nameChanges = new Map<string, NameChange[]>()
  #folders = new Set<string>()
  readonly #random: () => number
  #dead = false
  /** Syncs so far. */
  syncs = 0
  /** Number of the sync, from 1, at which the power fails. */
  cutAt = Infinity
  cutPhase: 'before' | 'after' = 'before'
  /** Bytes that may still be written. */
  free = Infinity
  /** Writes wait for it before they begin. */
  gate: Promise<void> = Promise.resolve()
  /** Every change is refused, as on a write-protected disk. */
  writeProtected = false
  /** While true, syncs fail, and what was pending is lost: what Linux does after a failed write-back. */
  failingSyncs = false

  constructor(random: () => number) {
    this.#random = random
  }

  afterPowerCut(fate: Fate): ForgetfulDisk {
    const disk = new ForgetfulDisk(this.#random)
    disk.#folders = new Set(this.#folders)
    const names = new Map(this.#durableNames)
    for (const changes of this.#nameChanges.values()) {
      const count = fate === 'keep' ? changes.length : fate === 'drop' ? 0 : this.#below(changes.length + 1)
      for (const change of changes.slice(0, count)) change(names)
    }
    const survivors = new Map<Inode, Inode>()
    for (const [path, inode] of names) {
      const survivor = survivors.get(inode) ?? fresh(this.#survive(inode, fate))
      survivors.set(inode, survivor)
      disk.#names.set(path, survivor)
      disk.#durableNames.set(path, survivor)
    }
    return disk
  }

  #survive(inode: Inode, fate: Fate): Buffer {
    if (fate === 'keep') return inode.content
    if (fate === 'drop') return inode.durable
    let content = inode.durable
    inode.pending.forEach((change, index) => {
      const luck = this.#below(3)
      if (luck === 0) content = change(content)
      else if (luck === 1) content = inode.garbled[index]!(content)
    })
    return content
  }

  async open(path: string, how: 'create' | 'update' | 'read'): Promise<StoreFile> {
    this.#live()
    let inode = this.#names.get(path)
    if (how !== 'read' && this.writeProtected) throw failure('EROFS', path)
    if (how === 'create') {
      if (inode) throw failure('EEXIST', path)
      if (!this.#folders.has(dirname(path))) throw failure('ENOENT', path)
      const created = (inode = fresh(Buffer.alloc(0)))
      this.#change(path, (names) => names.set(path, created))
    } else if (!inode) throw failure('ENOENT', path)
    return this.#file(inode, path)
  }

  #file(inode: Inode, path: string): StoreFile {
    return {
      write: async (bytes, position) => {
        await this.gate
        this.#live()
        const fits = Math.max(0, Math.min(bytes.length, this.free))
        this.free -= fits
        const written = Buffer.from(bytes.subarray(0, fits))
        this.#pend(inode, (content) => put(content, written, position), this.#garble(written, position))
        if (fits < bytes.length) throw failure('ENOSPC', path)
      },
      read: async (into, position) => {
        this.#live()
        return inode.content.copy(into, 0, position)
      },
      size: async () => {
        this.#live()
        return inode.content.length
      },
      truncate: async (length) => {
        this.#live()
        const cut = (content: Buffer): Buffer => put(content.subarray(0, length), Buffer.alloc(0), length)
        this.#pend(inode, cut, cut)
      },
      sync: () =>
        this.#sync(path, () => {
          inode.durable = inode.content
          inode.pending = []
          inode.garbled = []
        }),
      close: async () => {},
    }
  }

  async read(path: string): Promise<Buffer> {
    this.#live()
    const inode = this.#names.get(path)
    if (!inode) throw failure('ENOENT', path)
    return Buffer.from(inode.content)
  }

  async exists(path: string): Promise<boolean> {
    this.#live()
    return this.#names.has(path) || this.#folders.has(path)
  }

  async makeFolder(path: string): Promise<void> {
    this.#live()
    if (this.#folders.has(path)) return
    await this.#sync(path, () => {
      for (let made = path; !this.#folders.has(made); made = dirname(made)) this.#folders.add(made)
    })
  }

  async list(path: string): Promise<readonly FolderEntry[]> {
    this.#live()
    if (!this.#folders.has(path)) throw failure('ENOENT', path)
    const inside = (other: string): boolean => dirname(other) === path && other !== path
    const entry = (isFolder: boolean) => (other: string) => ({ name: basename(other), isFolder })
    return [
      ...[...this.#names.keys()].filter(inside).map(entry(false)),
      ...[...this.#folders].filter(inside).map(entry(true)),
    ]
  }

  async rename(from: string, to: string): Promise<void> {
    this.#live()
    const inode = this.#names.get(from)
    if (!inode) throw failure('ENOENT', from)
    this.#change(to, (names) => {
      names.delete(from)
      names.set(to, inode)
    })
  }

  async link(from: string, to: string): Promise<void> {
    this.#live()
    const inode = this.#names.get(from)
    if (!inode) throw failure('ENOENT', from)
    if (this.#names.has(to)) throw failure('EEXIST', to)
    this.#change(to, (names) => names.set(to, inode))
  }

  async remove(path: string): Promise<void> {
    this.#live()
    for (const other of [...this.#names.keys()])
      if (other === path || other.startsWith(`${path}/`)) this.#change(other, (names) => names.delete(other))
    for (const folder of [...this.#folders])
      if (folder === path || folder.startsWith(`${path}/`)) this.#folders.delete(folder)
  }

  syncFolder(path: string): Promise<void> {
    return this.#sync(path, () => {
      for (const change of this.#nameChanges.get(path) ?? []) change(this.#durableNames)
      this.#nameChanges.delete(path)
    })
  }

  async realPath(path: string): Promise<string> {
    this.#live()
    return path
  }

  async freeBytes(): Promise<number> {
    this.#live()
    return this.free
  }

  /** Changes a file from outside, as a bad sector or an editor does. */
  corrupt(path: string, change: (content: Buffer) => Buffer): void {
    const inode = this.#names.get(path)!
    inode.content = inode.durable = change(Buffer.from(inode.content))
  }

  async #sync(path: string, effect: () => void): Promise<void> {
    this.#live()
    this.syncs++
    if (this.failingSyncs) {
      const inode = this.#names.get(path)
      if (inode) Object.assign(inode, { content: inode.durable, pending: [], garbled: [] })
      throw failure('EIO', path)
    }
    const cut = this.syncs === this.cutAt
    if (!cut || this.cutPhase === 'after') effect()
    if (!cut) return
    this.#dead = true
    throw new PowerCut()
  }

  #pend(inode: Inode, change: (content: Buffer) => Buffer, garbled: (content: Buffer) => Buffer): void {
    inode.content = change(inode.content)
    inode.pending.push(change)
    inode.garbled.push(garbled)
  }

  #change(path: string, change: NameChange): void {
    change(this.#names)
    const folder = dirname(path)
    this.#nameChanges.set(folder, [...(this.#nameChanges.get(folder) ?? []), change])
  }

  #garble(bytes: Buffer, position: number): (content: Buffer) => Buffer {
    const way = this.#below(3)
    const from = this.#below(bytes.length + 1)
    const wrong = Buffer.from(bytes)
    if (way === 0) return (content) => put(content, bytes.subarray(0, from), position)
    wrong.fill(0, from)
    if (way === 2) for (let i = from; i < wrong.length; i++) wrong[i] = this.#below(256)
    return (content) => put(content, wrong, position)
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count)
  }

  #live(): void {
    if (this.#dead) throw new PowerCut()
  }
}

function fresh(content: Buffer): Inode {
  return { content, durable: content, pending: [], garbled: [] }
}

/** A copy of `content` with `bytes` at `position`; what lies between is zero, as in a hole. */
function put(content: Buffer, bytes: Buffer, position: number): Buffer {
  const result = Buffer.alloc(Math.max(content.length, position + bytes.length))
  content.copy(result)
  bytes.copy(result, position)
  return result
}

function failure(code: string, path: string): Error {
  return asStoreError(Object.assign(new Error(code), { code }), path)
}
