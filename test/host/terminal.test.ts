import { describe, expect, it } from 'vitest'
import { formatDuration, formatNumber, formatPercent, formatTimeLeft } from '../../main/host/terminal/numbers.ts'
import { bar, createOutput } from '../../main/host/terminal/output.ts'
import { formatTable } from '../../main/host/terminal/table.ts'

class Recorder {
  text = ''
  readonly isTTY: boolean
  readonly columns = 40
  constructor(isTTY: boolean) {
    this.isTTY = isTTY
  }
  write(text: string): void {
    this.text += text
  }
}

function outputTo(options: { tty: boolean; json?: boolean; environment?: Record<string, string> }) {
  const out = new Recorder(options.tty)
  const err = new Recorder(options.tty)
  const output = createOutput({ out, err, json: options.json ?? false, environment: options.environment ?? {} })
  return { out, err, output }
}

describe('terminal output', () => {
  it('redraws one status line in place on a terminal, cut to its width', () => {
    const { err, output } = outputTo({ tty: true })
    const progress = output.progress()
    progress.status('x'.repeat(60))
    progress.event('trial 1 complete')
    expect(err.text).toBe(`\r\u001b[2K${'x'.repeat(38)}…\r\u001b[2Ktrial 1 complete\n`)
  })

  it('writes plain lines and no status when piped', () => {
    const { err, output } = outputTo({ tty: false })
    const progress = output.progress()
    progress.status('12 of 40')
    progress.event('trial 1 complete')
    progress.end()
    expect(err.text).toBe('trial 1 complete\n')
  })

  it('prints the object alone with --json', () => {
    const { out, err, output } = outputTo({ tty: true, json: true })
    output.line('a table')
    output.remark('a remark')
    output.progress().event('an event')
    output.object({ trials: 3 })
    expect(JSON.parse(out.text)).toEqual({ trials: 3 })
    expect(err.text).toBe('')
  })

  it('colours on a terminal only, and never with NO_COLOR', () => {
    expect(outputTo({ tty: true }).output.colours.bold('x')).not.toBe('x')
    expect(outputTo({ tty: false }).output.colours.bold('x')).toBe('x')
    expect(outputTo({ tty: true, environment: { NO_COLOR: '1' } }).output.colours.bold('x')).toBe('x')
  })

  it('fills a bar by its share, clipped to 0 and 1', () => {
    expect([bar(-1, 4), bar(0.5, 4), bar(2, 4)]).toEqual(['░░░░', '██░░', '████'])
  })

  it('aligns a table by its widest cells', () => {
    expect(
      formatTable(
        [{ title: 'id' }, { title: 'rows', align: 'right' }],
        [
          ['iris', '150'],
          ['digits-8x8', '5620'],
        ],
      ),
    ).toEqual(['id          rows', 'iris         150', 'digits-8x8  5620'])
  })

  it('formats durations, numbers and shares as the window does', () => {
    expect([41, 1020, 7500].map(formatDuration)).toEqual(['41 s', '17 min', '2 h 05'])
    expect([64, 0.00127, 0.1234567, 0.0000127].map(formatNumber)).toEqual(['64', '0.00127', '0.1235', '1.27e−5'])
    expect(formatPercent(0.985)).toBe('98.50 %')
  })

  it('says how long something still takes, and how sure that is', () => {
    expect(formatTimeLeft({ expected: 720, low: 540, high: 1020 })).toBe('about 12 min left (9–17)')
    expect(formatTimeLeft({ expected: 50, low: 31, high: 80 })).toBe('about 50 s left (31 s–1 min)')
    expect(formatTimeLeft({ expected: 7500, low: 7000, high: 9000 })).toBe('about 2 h 05 left (1 h 57–2 h 30)')
    expect(formatTimeLeft({ expected: 60, low: 60, high: 60 })).toBe('1 min left')
    expect(formatTimeLeft(undefined)).toBe('estimating')
  })
})
