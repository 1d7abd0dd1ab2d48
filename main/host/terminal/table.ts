export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** Rows of text under titles, columns as wide as their widest cell, two spaces apart. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, i) => Math.max(column.title.length, ...rows.map((row) => (row[i] ?? '').length)))
  const cell = (text: string, i: number) =>
    columns[i]?.align === 'right' ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)
  const line = (cells: readonly string[]) => cells.map(cell).join('  ').trimEnd()
  return [line(columns.map((column) => column.title)), ...rows.map((row) => line(columns.map((_, i) => row[i] ?? '')))]
}
