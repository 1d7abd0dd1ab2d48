import { StoreError, asStoreError } from './errors.ts'
import type { StoreFile } from './files.ts'
import { lineToJson, sealLine } from './journal-format.ts'
import type { JournalPosition } from './journal-format.ts'

/**
 * durable: an append that asks for it returns when its lines are on the disk itself.
 * never: nothing is synced, whatever is asked; for measurements only.
 */
export type SyncPolicy = 'durable' | 'never'

interface Append {
  /** As JSON: the caller may change its objects afterwards. */
  readonly lines: readonly string[]
  readonly durable: boolean
  readonly resolve: () => void
  readonly reject: (error: StoreError) => void
}

/** Unsynced bytes are kept in memory to be written again if a sync fails; beyond this a sync is made unasked. */
const mostUnsyncedBytes = 1 << 22
/** Lines of one write. */
const mostLinesAtOnce = 4096

/**
 * Appends lines to a journal that has been opened and mended. Appends made while another one is on its way to the disk
 * share the next write and the next sync.
 *
 * An append that rejects has left nothing in the file: the valid part is what it was, the same lines may be appended
 * again. Appends that were waiting behind it reject too, so that no line ever overtakes one that failed.
 */
export class JournalWriter<Line extends object> {
  readonly #file: StoreFile
  readonly #path: string
  readonly #sync: SyncPolicy
  #waiting: Append[] = []
  #working: Promise<void> | undefined
  #closed = false
  /** What is in the file, and how much of it is known to be on the disk itself. */
  #written: JournalPosition
  #synced: JournalPosition
  #unsynced: Buffer[] = []
  /** The file may hold more than `#written`, or, after a failed sync, less. */
  #suspect: 'nothing' | 'end' | 'unsynced' = 'nothing'

  /** @param end the end of the valid part, which is the end of the file and is on the disk itself */
  constructor(file: StoreFile, path: string, end: JournalPosition, sync: SyncPolicy = 'durable') {
    this.#file = file
    this.#path = path
    this.#written = this.#synced = end
    this.#sync = sync
  }

  /** Bytes of the file. */
  get length(): number {
    return this.#written.length
  }

  /**
   * @param durable resolve only when these lines, and all before them, are on the disk itself; else when the operating
   *        system has them, which outlives the program but not a power cut
   * @throws StoreError disk-full, read-only, not-permitted, disk-failure, journal-closed
   */
  async append(lines: readonly Line[], { durable }: { readonly durable: boolean }): Promise<void> {
    if (this.#closed) throw new StoreError('journal-closed', this.#path, `${this.#path} has been closed already.`)
    const json = lines.map(lineToJson)
    if (lines.length === 0 && !durable) return
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ lines: json, durable, resolve, reject })
      this.#working ??= this.#work()
    })
  }

  /** Waits for appends on their way, syncs and closes the file. Safe to call twice. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#working
    try {
      if (this.#unsynced.length > 0) await this.#syncFile()
    } finally {
      await this.#file.close()
    }
  }

  async #work(): Promise<void> {
    // Let every append of this turn of the event loop join the first write.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch()
      try {
        await this.#write(batch)
        for (const append of batch) append.resolve()
      } catch (error) {
        const failure = asStoreError(error, this.#path)
        for (const append of batch.concat(this.#waiting.splice(0))) append.reject(failure)
      }
    }
    // In the same turn as the last look at what waits, so that no append falls between.
    this.#working = undefined
  }

  #takeBatch(): Append[] {
    let [count, lines] = [0, 0]
    while (count < this.#waiting.length && lines < mostLinesAtOnce) lines += this.#waiting[count++]!.lines.length
    return this.#waiting.splice(0, count)
  }

  async #write(batch: readonly Append[]): Promise<void> {
    await this.#mend()
    const lines = batch.flatMap((append) => append.lines)
    const durable = batch.some((append) => append.durable)
    const sealed: Buffer[] = []
    let end = this.#written
    lines.forEach((json, index) => {
      const next = sealLine(json, durable && index === lines.length - 1, end)
      sealed.push(next.bytes)
      end = next.end
    })
    const bytes = Buffer.concat(sealed)
    this.#suspect = 'end'
    await this.#file.write(bytes, this.#written.length)
    if (this.#sync === 'never') {
      this.#written = this.#synced = end
    } else if (durable || this.#unsyncedBytes() + bytes.length > mostUnsyncedBytes) {
      await this.#syncFile()
      this.#written = this.#synced = end
      this.#unsynced = []
    } else {
      this.#written = end
      this.#unsynced.push(bytes)
    }
    this.#suspect = 'nothing'
  }

  async #syncFile(): Promise<void> {
    if (this.#sync === 'never') return
    this.#suspect = 'unsynced'
    await this.#file.sync()
    this.#suspect = 'nothing'
  }

  /**
   * After a failed write the file is cut back to its valid part. After a failed sync the operating system may have
   * dropped what it could not write, so everything since the last good sync is written again.
   */
  async #mend(): Promise<void> {
    if (this.#suspect === 'nothing') return
    if (this.#suspect === 'end') {
      await this.#file.truncate(this.#written.length)
    } else {
      await this.#file.truncate(this.#synced.length)
      await this.#file.write(Buffer.concat(this.#unsynced), this.#synced.length)
    }
    this.#suspect = 'nothing'
  }

  #unsyncedBytes(): number {
    return this.#written.length - this.#synced.length
  }
}
