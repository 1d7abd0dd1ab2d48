import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findBundled, listBundled, type CatalogueEntry } from '../../data/catalogue.ts'
import { inspectTable, type TableInspection } from '../../data/import/inspect.ts'
import type { ColumnProfile } from '../../data/import/profile.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { shellParts } from '../open-app.ts'
import { formatNumber } from '../terminal/numbers.ts'
import type { Output } from '../terminal/output.ts'
import { formatTable } from '../terminal/table.ts'

/** `sweetspot data [what]`: the catalogue, one bundled dataset, or the profile of a CSV or TSV file. Imports nothing. */
export async function data(
  what: string | undefined,
  options: { readonly target?: string },
  output: Output,
): Promise<ExitCode> {
  const folder = join(shellParts().resources, 'datasets')
  if (what === undefined) listCatalogue(await listBundled(folder), output)
  else if (existsSync(what)) {
    const { target } = options
    showTable(await inspectTable(what, target === undefined ? {} : { target }), output)
  } else showEntry(await findBundled(folder, what), output)
  return exitCodes.ok
}

function listCatalogue(entries: readonly CatalogueEntry[], output: Output): void {
  if (output.json) return output.object({ datasets: entries })
  const columns = [
    { title: 'dataset' },
    { title: 'task' },
    { title: 'rows', align: 'right' as const },
    { title: 'sealed', align: 'right' as const },
    { title: 'one row is' },
    { title: '' },
  ]
  const rows = entries.map((entry) => [
    entry.id,
    entry.task,
    String(entry.rows.train),
    String(entry.rows.test),
    entry.shape,
    entry.trainable ? '' : 'not trainable yet',
  ])
  for (const line of formatTable(columns, rows)) output.line(line)
  output.remark('\nTune one with: npx sweetspot run <dataset>')
}

function showEntry(entry: CatalogueEntry, output: Output): void {
  if (output.json) return output.object(entry)
  output.line(entry.title)
  output.line(
    `${entry.task}; ${entry.rows.train} rows train, ${entry.rows.test} stay sealed; one row is ${entry.shape}`,
  )
  if (entry.classes) output.line(`classes: ${entry.classes.join(', ')}`)
  output.line(`licence: ${entry.licence}`)
  output.line(`credit: ${entry.credit}`)
  if (entry.obstacle !== undefined) output.line(entry.obstacle)
}

function showTable(table: TableInspection, output: Output): void {
  if (output.json) return output.object(table)
  output.line(`${table.name}: ${table.rows} rows, ${table.columns.length} columns, ${table.dialect.encoding}`)
  output.line(
    table.target
      ? `Would predict ${table.target.column} (${table.target.task}). Another column: --target <column>.`
      : 'No column can be predicted as it is. Name one with --target <column>.',
  )
  output.line()
  const columns = [
    { title: 'column' },
    { title: 'type' },
    { title: 'role' },
    { title: 'missing', align: 'right' as const },
    { title: 'different', align: 'right' as const },
    { title: 'range' },
  ]
  const rows = table.profiles.map((profile, place) => [
    profile.name,
    profile.type,
    table.columns[place]?.role ?? '',
    String(profile.missing),
    `${profile.distinct.exact ? '' : 'about '}${profile.distinct.count}`,
    rangeOf(profile),
  ])
  for (const line of formatTable(columns, rows)) output.line(line)
  for (const warning of table.warnings) output.line(`! ${warning.message}`)
}

function rangeOf({ numbers, dates, top }: ColumnProfile): string {
  if (numbers) return `${formatNumber(numbers.min)} to ${formatNumber(numbers.max)}`
  if (dates) return `${dates.first} to ${dates.last}`
  return (top ?? [])
    .slice(0, 3)
    .map(({ value }) => value)
    .join(', ')
}
