import { searchSpace } from '../../preload/contract/space.ts'
import type { SearchSpace } from '../../preload/contract/types.ts'

/** A space as text: one parameter a line. */
export function formatSpace({ parameters, relations }: SearchSpace): string {
  const rows = parameters.map((parameter) =>
    `    ${JSON.stringify(parameter)}`.replaceAll('":', '": ').replaceAll(',"', ', "'),
  )
  const list = relations.map((relation) => `    ${JSON.stringify(relation)}`)
  const lines = (items: readonly string[]) => (items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n  ]`)
  return `{\n  "parameters": ${lines(rows)},\n  "relations": ${lines(list)}\n}`
}

export type ReadSpace = { readonly space: SearchSpace } | { readonly problem: string }

/** Text as a space, or where it stops being one. */
export function readSpace(text: string): ReadSpace {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problem: `This is not JSON yet: ${error instanceof Error ? error.message : String(error)}.` }
  }
  const read = searchSpace.safeParse(value)
  if (read.success) return { space: read.data as SearchSpace }
  const [issue] = read.error.issues
  const path = (issue?.path ?? []).map(String)
  const parameters = (value as { parameters?: readonly { name?: unknown }[] } | null)?.parameters
  const named = path[0] === 'parameters' && Array.isArray(parameters) ? parameters[Number(path[1])]?.name : undefined
  const where = typeof named === 'string' ? [named, ...path.slice(2)] : path
  return { problem: `${where.join(', ') || 'The space'}: ${(issue?.message ?? 'not understood').toLowerCase()}.` }
}
