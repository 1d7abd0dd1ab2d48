/** What always stands for a missing value, after trimming; case matters. */
export const defaultMissingTokens: readonly string[] = [
  '',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  'NaN',
  'nan',
  'NULL',
  'Null',
  'null',
  '?',
]

/** What stands for a missing value among numbers and dates only: as text it may well be a category. */
export const missingAmongNumbers: ReadonlySet<string> = new Set([
  '-',
  '--',
  '.',
  'None',
  'none',
  'na',
  'missing',
  'Missing',
  'unknown',
  'Unknown',
  'inf',
  '-inf',
  'Inf',
  '-Inf',
])
