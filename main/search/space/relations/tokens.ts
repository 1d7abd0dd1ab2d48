import { RelationSyntaxError } from './syntax.ts'

export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'symbol' | 'end'
  readonly text: string
  readonly position: number
}

const patterns = [
  ['space', /\s+/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[\p{L}_][\p{L}\p{N}_.]*/uy],
  ['quotedName', /`[^`]+`/y],
  ['string', /"[^"]*"|'[^']*'/y],
  ['symbol', /<=|>=|==|!=|&&|\|\||[-+*/()<>=,!]/y],
] as const

/** The same operator under several spellings. */
const synonyms: Readonly<Record<string, string>> = { '=': '==', '&&': 'and', '||': 'or', '!': 'not' }

/** Splits a relation into tokens, an end token last. Names with unusual characters stand between backticks. */
export function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = []
  let position = 0
  while (position < text.length) {
    const found = match(text, position)
    if (!found)
      throw new RelationSyntaxError(
        text,
        position,
        `"${text.charAt(position)}" is not part of the language of relations.`,
      )
    if (found.kind !== 'space') tokens.push({ kind: found.kind, text: found.text, position })
    position += found.length
  }
  tokens.push({ kind: 'end', text: '', position })
  return tokens
}

function match(text: string, position: number) {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position
    const found = pattern.exec(text)?.[0]
    if (found === undefined) continue
    const length = found.length
    if (kind === 'quotedName') return { kind: 'name' as const, text: found.slice(1, -1), length }
    if (kind === 'string') return { kind, text: found.slice(1, -1), length }
    if (kind === 'symbol') return { kind, text: synonyms[found] ?? found, length }
    if (kind === 'name' && ['and', 'or', 'not', 'min', 'max'].includes(found))
      return { kind: 'symbol' as const, text: found, length }
    return { kind, text: found, length }
  }
  return undefined
}
