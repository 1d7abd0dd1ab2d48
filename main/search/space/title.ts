/** A parameter's name as a sentence writes it: `learningRate` becomes `Learning rate`; names with spaces stay. */
export function title(name: string): string {
  const words = name
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z0-9])([A-Z])(?![A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .trim()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}

/** A value as a sentence writes it: text in quotes, numbers short. */
export function written(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  if (typeof value === 'number') return String(Number(value.toPrecision(12)))
  return String(value)
}
