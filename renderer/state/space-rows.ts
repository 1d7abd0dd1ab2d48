import type {
  HyperparameterEntry,
  HyperparameterGroup,
  Parameter,
  SearchSpace,
  SpaceProblem,
} from '../../preload/contract/types.ts'
import { parameterTitle } from '../words/parameters.ts'

/** Which rows are listed: what varies, what can act or is in the space, or everything. */
export type Shown = 'varying' | 'useful' | 'all'

export interface SpaceRow {
  readonly name: string
  /** Absent for a name that the template does not know. */
  readonly entry: HyperparameterEntry | undefined
  /** Absent: it stands at its default. */
  readonly parameter: Parameter | undefined
  readonly acts: boolean
  /** 1 where it hangs on a setting of its group. */
  readonly depth: 0 | 1
}

export interface RowGroup {
  readonly group: HyperparameterGroup | 'other'
  readonly rows: readonly SpaceRow[]
  readonly varying: number
  /** Rows that do not vary. */
  readonly rest: number
  /** Rows that the space names. */
  readonly said: number
}

interface Editable {
  readonly space: SearchSpace
  readonly entries: readonly HyperparameterEntry[]
  readonly problems: readonly SpaceProblem[]
  canAct(entry: HyperparameterEntry): boolean
}

/** The rows of the editor, group by group; a row with a problem is never hidden. */
export function rowsOf(editor: Editable, shown: Shown, find: string): readonly RowGroup[] {
  const { space, entries } = editor
  const wanted = find.trim().toLowerCase()
  const parameters = new Map(space.parameters.map((parameter) => [parameter.name, parameter]))
  const wrong = new Set(editor.problems.map(({ parameter }) => parameter))
  const visible = (row: SpaceRow): boolean => {
    if (wanted !== '') return textOf(row).includes(wanted)
    if (shown === 'all' || wrong.has(row.name)) return true
    if (shown === 'varying') return row.parameter !== undefined && row.parameter.kind !== 'fixed'
    return row.acts || row.parameter !== undefined
  }
  const known = entries.map((entry): [HyperparameterGroup, SpaceRow] => [
    entry.group,
    {
      name: entry.name,
      entry,
      parameter: parameters.get(entry.name),
      acts: editor.canAct(entry),
      depth: entries.some(({ name, group }) => name === entry.actsWith?.name && group === entry.group) ? 1 : 0,
    },
  ])
  const unknown = space.parameters
    .filter(({ name }) => !entries.some((entry) => entry.name === name))
    .map((parameter): ['other', SpaceRow] => [
      'other',
      { name: parameter.name, entry: undefined, parameter, acts: true, depth: 0 },
    ])
  const groups = new Map<RowGroup['group'], SpaceRow[]>()
  for (const [group, row] of [...unknown, ...known])
    if (visible(row)) groups.set(group, [...(groups.get(group) ?? []), row])
  return [...groups].map(([group, rows]) => {
    const varying = rows.filter(({ parameter }) => parameter && parameter.kind !== 'fixed').length
    const said = rows.filter(({ parameter }) => parameter !== undefined).length
    return { group, rows, varying, rest: rows.length - varying, said }
  })
}

const textOf = ({ name, entry }: SpaceRow): string =>
  `${name} ${parameterTitle(name)} ${entry?.title ?? ''} ${entry?.doc ?? ''}`.toLowerCase()
