import type { TableInspection as InspectionToShow } from '../../preload/contract/types.ts'
import type { ImportChoices, ImportProgress } from '../data/import/choices.ts'
import { fileStamp } from '../data/import/file-stamp.ts'
import { describeTable, readTable, type ReadingChoices, type TableReading } from '../data/import/inspect.ts'

/**
 * Looks at CSV and TSV files before they are imported. The last file read stays in memory: a choice that does not change how
 * it is read (the target, a column's type or role) is answered at once, also for a million rows.
 */
export class TableInspector {
  #last: { readonly key: string; readonly reading: TableReading } | undefined

  /** @throws DataError as `inspectTable`; missing-file */
  async inspect(path: string, choices: ImportChoices, progress: ImportProgress = {}): Promise<InspectionToShow> {
    const how = readingChoices(choices)
    const key = JSON.stringify([path, await fileStamp(path), how])
    if (this.#last?.key !== key) {
      this.#last = undefined
      this.#last = { key, reading: await readTable(path, how, progress) }
    }
    return toShow(describeTable(this.#last.reading, choices))
  }

  /** Frees what was kept. */
  forget(): void {
    this.#last = undefined
  }
}

function readingChoices({ delimiter, quote, encoding, header, missingTokens }: ImportChoices): ReadingChoices {
  return {
    ...(delimiter !== undefined && { delimiter }),
    ...(quote !== undefined && { quote }),
    ...(encoding !== undefined && { encoding }),
    ...(header !== undefined && { header }),
    ...(missingTokens !== undefined && { missingTokens }),
  }
}

/** Cells of the first rows that are sent, and characters of each. */
const mostCells = 40_000
const longestCell = 120
/** Of a name or a value. */
const longestText = 1_000

type Inspection = ReturnType<typeof describeTable>

function toShow(table: Inspection): InspectionToShow {
  const shown = Math.floor(mostCells / Math.max(1, table.columns.length))
  const cut = (text: string) => text.slice(0, longestText)
  return {
    name: table.name.slice(0, 200),
    bytes: table.bytes,
    dialect: table.dialect,
    missingTokens: [...table.missingTokens],
    rows: table.rows,
    columns: table.profiles.map(({ top, ...profile }, place) => ({
      ...profile,
      type: table.columns[place]?.type ?? profile.type,
      role: table.columns[place]?.role ?? 'ignore',
      ...(top && { top: top.map(({ value, count }) => ({ value: cut(value), count })) }),
    })),
    ...(table.target && { target: table.target }),
    warnings: table.warnings.map(({ code, column, message, values }) => ({
      code,
      ...(column === undefined ? {} : { column }),
      message: message.slice(0, 4_000),
      ...(values && { values: values.map(cut) }),
    })),
    firstRows: table.firstRows.slice(0, shown).map((row) => row.map((cell) => cell.slice(0, longestCell))),
  }
}
