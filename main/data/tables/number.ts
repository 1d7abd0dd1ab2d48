/**
 * A number as files write it: 12, -3.5, 1e-4, +7, with a decimal point. NaN for anything else, hexadecimal and infinity
 * among it. `text` is trimmed and not empty.
 */
export function parseNumber(text: string): number {
  const value = +text
  if (Number.isNaN(value) || !Number.isFinite(value)) return NaN
  const second = text.charCodeAt(1) | 0x20
  const hasPrefix = second === 0x78 || second === 0x62 || second === 0x6f
  return hasPrefix ? NaN : value
}

/** The same with a decimal comma; a point is not allowed. */
export function parseCommaNumber(text: string): number {
  if (text.includes('.')) return NaN
  return parseNumber(text.replace(',', '.'))
}
