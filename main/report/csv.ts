/**
 * Rows as CSV (RFC 4180): comma, line feed, quotes where a value holds a comma, quote or line break; null is empty.
 * A text that a spreadsheet would run as a formula (it begins with = + - @) gets a quote mark before it.
 */
export function csvText(rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('')
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
