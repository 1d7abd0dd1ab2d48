/** What may separate columns, the likelier first. */
const delimiters = [',', ';', '\t', '|'] as const
const sampledRecords = 200

/**
 * The delimiter that cuts the sample's lines into the same number of columns most consistently; among equals the one with
 * more columns. A comma if nothing cuts anything: a table of one column.
 */
export function detectDelimiter(sample: string, quote: string | null): string {
  const scored = delimiters.map((delimiter) => ({ delimiter, ...consistency(columnCounts(sample, delimiter, quote)) }))
  const plausible = scored.filter(({ columns }) => columns > 1)
  plausible.sort((a, b) => b.share - a.share || b.columns - a.columns)
  return plausible[0]?.delimiter ?? ','
}

/** A single quote only if values are wrapped in those and none in double ones. */
export function detectQuote(sample: string): string {
  const wrapped = (quote: string) =>
    (sample.match(new RegExp(`(^|[,;\\t|\\r\\n])${quote}[^${quote}\\r\\n]*${quote}(?=[,;\\t|\\r\\n]|$)`, 'g')) ?? [])
      .length
  return wrapped("'") > 2 && wrapped('"') === 0 ? "'" : '"'
}

function columnCounts(sample: string, delimiter: string, quote: string | null): number[] {
  const counts: number[] = []
  let [columns, quoted, blank] = [1, false, true]
  for (const character of sample) {
    if (character === quote) quoted = !quoted
    else if (!quoted && character === delimiter) columns++
    else if (!quoted && (character === '\n' || character === '\r')) {
      if (!blank) counts.push(columns)
      if (counts.length >= sampledRecords) return counts
      columns = 1
      blank = true
      continue
    }
    blank = false
  }
  // The sample may end in the middle of a record: count the last one only if it is all there is.
  if (counts.length === 0) counts.push(columns)
  return counts
}

function consistency(counts: readonly number[]): { columns: number; share: number } {
  const times = new Map<number, number>()
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1)
  const [columns = 1, most = 0] = [...times].sort(([a, m], [b, n]) => n - m || b - a)[0] ?? []
  return { columns, share: most / counts.length }
}
