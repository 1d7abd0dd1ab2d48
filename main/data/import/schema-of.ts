import { DataError } from '../errors.ts'
import { compareNames, type ColumnRole, type ColumnSchema, type ColumnType } from '../schema.ts'
import type { ImportChoices } from './choices.ts'
import type { InferredTarget } from './infer-target.ts'
import type { KnownColumn } from './warnings.ts'

/**
 * How each column is imported: what the user chose, else what was inferred. Ids and constants are left out of the features;
 * an id that repeats becomes a group, the first date the time.
 *
 * @throws DataError unknown-column, unsuitable-column
 */
export function schemaOf(
  file: string,
  columns: readonly KnownColumn[],
  target: InferredTarget | undefined,
  choices: ImportChoices,
): ColumnSchema[] {
  const names = columns.map(({ profile }) => profile.name)
  const stray = [...Object.keys(choices.types ?? {}), ...Object.keys(choices.roles ?? {})].find(
    (name) => !names.includes(name),
  )
  if (stray !== undefined)
    throw new DataError('unknown-column', `${file} has no column ${stray}. It has: ${names.slice(0, 20).join(', ')}.`)
  const time = columns.find(({ inferred }) => inferred.type === 'date')?.profile.name
  return columns.map((column) => {
    const { name } = column.profile
    const isTarget = name === target?.column
    const type = choices.types?.[name] ?? (isTarget ? targetType(column, target) : column.inferred.type)
    const role = isTarget ? 'target' : (choices.roles?.[name] ?? usualRole(column, type, name === time))
    return { name, type, role, ...detailsOf(column, type, role) }
  })
}

/** A classification's target is a category, whatever its values look like; a regression's is a number. */
function targetType({ inferred }: KnownColumn, target: InferredTarget): ColumnType {
  if (target.task === 'classification') return inferred.type === 'boolean' ? 'boolean' : 'category'
  return inferred.type === 'number' || inferred.type === 'integer' ? inferred.type : 'number'
}

function usualRole({ profile }: KnownColumn, type: ColumnType, isTime: boolean): ColumnRole {
  const repeats = profile.distinct.exact && profile.distinct.count < profile.rows - profile.missing
  if (type === 'id') return repeats ? 'group' : 'ignore'
  if (isTime) return 'time'
  return type === 'constant' || type === 'date' ? 'ignore' : 'feature'
}

function detailsOf(
  column: KnownColumn,
  type: ColumnType,
  role: ColumnRole,
): Omit<ColumnSchema, 'name' | 'type' | 'role'> {
  const { profile, observed, inferred } = column
  const used = role === 'feature' || role === 'target'
  const unsuitable = (why: string) =>
    new DataError(
      'unsuitable-column',
      `The column ${profile.name} cannot be imported as ${type}: ${why}. Choose another type or leave it out.`,
    )
  switch (type) {
    case 'number':
    case 'integer': {
      if (observed.numeric === 0) throw unsuitable('it holds no numbers')
      const comma = inferred.comma || (observed.withComma > 0 && observed.withPoint === 0)
      return { missing: observed.missing + observed.doubtful + observed.others, ...(comma && { decimalComma: true }) }
    }
    case 'date':
      if (observed.dates === 0) throw unsuitable('it holds no dates')
      return {
        missing: observed.missing + observed.others - observed.dates + observed.numeric,
        dayOrder: inferred.dayOrder ?? 'month-first',
      }
    case 'category':
    case 'boolean': {
      const counts = observed.counts()
      if (counts === undefined) throw unsuitable('it has more than 10,000 different values')
      return { missing: observed.missing, categories: [...counts.keys()].sort(compareNames) }
    }
    case 'text':
      if (role === 'target') throw unsuitable('free text can be no target here')
      return { missing: profile.missing }
    default:
      if (used) throw unsuitable(`a column of this type can be no ${role} here`)
      return { missing: profile.missing }
  }
}
