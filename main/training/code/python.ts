/** Values and calls as Python writes them. */

export type PythonValue = number | string | boolean | undefined | { readonly code: string }

/** 0.001 -> 0.001; true -> True; text in double quotes; `code` as it stands. */
export function python(value: Exclude<PythonValue, undefined>): string {
  if (typeof value === 'object') return value.code
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

export const code = (text: string): PythonValue => ({ code: text })

/** name(first, second, key=value, ...); what is undefined is left out. */
export function call(
  name: string,
  positional: readonly PythonValue[],
  named: Readonly<Record<string, PythonValue>> = {},
): string {
  const given = [
    ...positional.flatMap((value) => (value === undefined ? [] : [python(value)])),
    ...Object.entries(named).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${python(value)}`])),
  ]
  return `${name}(${given.join(', ')})`
}

/** (a, b); one number needs its comma. */
export const tuple = (values: readonly number[]): string => `(${values.join(', ')}${values.length === 1 ? ',' : ''})`

export const indented = (lines: readonly string[], by = 1): string[] =>
  lines.map((line) => (line === '' ? '' : `${'    '.repeat(by)}${line}`))
