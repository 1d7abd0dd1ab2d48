import type { Readable } from 'node:stream'

const keptLines = 20
const longestLine = 400

/** The last lines of what a process writes to its output and error streams: what a failed trial keeps of it. */
export class ProcessOutput {
  readonly #lines: string[] = []
  readonly #streams: readonly Readable[]
  #partial = ''

  /** Reads the streams from now on; lines of both are kept in the order of their arrival. */
  constructor(streams: readonly (Readable | null | undefined)[]) {
    this.#streams = streams.filter((stream) => stream !== null && stream !== undefined)
    for (const stream of this.#streams) {
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => this.append(chunk))
      stream.on('error', () => undefined)
    }
  }

  append(chunk: string): void {
    const lines = (this.#partial + chunk).split(/\r?\n/)
    this.#partial = (lines.pop() ?? '').slice(-longestLine)
    for (const line of lines) if (line.trim() !== '') this.#lines.push(clip(line))
    if (this.#lines.length > keptLines) this.#lines.splice(0, this.#lines.length - keptLines)
  }

  /** At most 20 lines of at most 400 characters, oldest first, an unfinished one included. */
  lines(): readonly string[] {
    const all = this.#partial.trim() === '' ? this.#lines : [...this.#lines, clip(this.#partial)]
    return all.slice(-keptLines)
  }

  /** Calls back when both streams have ended, or after so many ms: another process may hold them open. */
  whenDrained(patienceMs: number, then: () => void): void {
    let open = this.#streams.filter((stream) => !stream.closed && !stream.readableEnded).length
    let done = false
    const finish = (): void => {
      if (done) return
      done = true
      clearTimeout(timer)
      for (const stream of this.#streams) stream.destroy()
      then()
    }
    const timer = setTimeout(finish, open === 0 ? 0 : patienceMs)
    for (const stream of this.#streams)
      stream.once('close', () => {
        open -= 1
        if (open <= 0) finish()
      })
  }
}

function clip(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line
}
