/** What a plot shows, as rows: its alternative for those who cannot see it, and what is saved as CSV. */
export type Cell = string | number | boolean | null

export interface PlotTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** RFC 4180, numbers in full precision; what is missing is an empty field, and a text that a spreadsheet would run is quoted. */
export function toCsv({ columns, rows }: PlotTable): string {
  return [columns, ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n'
}

function field(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  const text = String(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A cell on the screen: four significant digits; missing in words. */
export function cellInWords(value: Cell): string {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return 'missing'
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)))
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value
}
