import { parse } from 'csv-parse'

const records = 100

/**
 * The first rows of a sample of a file. Leaves out a last row that the sample cuts short, and gives what there is before a
 * malformed one: the full reading reports that with its place.
 */
export async function sampleRecords(sample: string, delimiter: string, quote: string | null): Promise<string[][]> {
  const found: string[][] = []
  const parser = parse({
    delimiter,
    quote: quote ?? false,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    to: records,
  })
  parser.on('error', () => {})
  parser.end(sample)
  try {
    for await (const record of parser as AsyncIterable<string[]>) found.push(record)
  } catch {
    return found
  }
  return found
}
