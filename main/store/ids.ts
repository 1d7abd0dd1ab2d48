import { basename } from 'node:path'
import { StoreError } from './errors.ts'

/** Lower case only: two ids that differ in case would be one folder on Windows and macOS. */
const safe = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9_-])?$/
/** Windows keeps these for devices, with or without an extension. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/

/** Whether an id can name a folder on every system, and nothing but a folder inside its parent. */
export function isSafeId(id: string): boolean {
  return safe.test(id) && !reserved.test(id)
}

/** @throws StoreError unsafe-id */
export function checkId(id: string, within: string): string {
  if (isSafeId(id)) return id
  throw new StoreError(
    'unsafe-id',
    within,
    `"${id}" cannot name a folder in ${basename(within)}. Use up to 64 lower-case letters, digits, hyphens, underscores or dots.`,
  )
}

/** An id made from a name that a user typed, e.g. "Wine quality (red)" -> wine-quality-red; `taken` ones get -2, -3, ... */
export function idFromName(name: string, taken: Iterable<string> = []): string {
  const used = new Set(taken)
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const stem =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 56)
      .replace(/-+$/, '') || 'untitled'
  const base = isSafeId(stem) ? stem : `${stem}-1`
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!used.has(id)) return id
  }
}
