const keptLines = 20
const longestLine = 400

/** The last lines of a process's output: what a failed trial keeps of it. */
export class LogTail {
  readonly #lines: string[] = []
  #partial = ''

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
}

function clip(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line
}
