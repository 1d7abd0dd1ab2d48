import pc from 'picocolors'

export interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** Where a command writes: results to `out`, progress and remarks to `err`, so that results can be piped. */
export interface Output {
  readonly json: boolean
  readonly colours: ReturnType<typeof pc.createColors>
  /** A line of the result. */
  line(text?: string): void
  /** A remark for the person at the terminal; silent with --json. */
  remark(text: string): void
  /** The one object that --json prints. */
  object(value: unknown): void
  progress(): Progress
}

/** On a terminal, one line redrawn in place (`status`); when piped, only the lines that `event` gives. */
export interface Progress {
  status(text: string): void
  event(text: string): void
  end(): void
}

/** Colours only on a terminal, and never with NO_COLOR (no-color.org). */
export function createOutput(streams: {
  out: OutputStream
  err: OutputStream
  json: boolean
  environment: Readonly<Record<string, string | undefined>>
}): Output {
  const { out, err, json, environment } = streams
  const plain = environment['NO_COLOR'] !== undefined && environment['NO_COLOR'] !== ''
  const live = err.isTTY === true && !json && environment['TERM'] !== 'dumb'
  return {
    json,
    colours: pc.createColors(out.isTTY === true && !plain),
    line: (text = '') => {
      if (!json) out.write(`${text}\n`)
    },
    remark: (text) => {
      if (!json) err.write(`${text}\n`)
    },
    object: (value) => {
      out.write(`${JSON.stringify(value, null, 2)}\n`)
    },
    progress: () => createProgress(err, live, json),
  }
}

function createProgress(stream: OutputStream, live: boolean, silent: boolean): Progress {
  let shown = false
  const clear = () => {
    if (shown) stream.write('\r\u001b[2K')
    shown = false
  }
  return {
    status(text) {
      if (!live) return
      const width = (stream.columns ?? 80) - 1
      stream.write(`\r\u001b[2K${text.length > width ? `${text.slice(0, width - 1)}…` : text}`)
      shown = true
    },
    event(text) {
      if (silent) return
      clear()
      stream.write(`${text}\n`)
    },
    end: clear,
  }
}

/** `share` from 0 to 1 as a bar of `width` cells. */
export function bar(share: number, width = 24): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`
}
