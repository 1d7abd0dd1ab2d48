/** A view of the explorer under a name: what `writeLook` wrote. */
export interface SavedView {
  readonly name: string
  readonly look: string
}

const keyOf = (study: string) => `sweetspot.views.${study}`

/** @param storage  of this browser; what does not read as views counts as none */
export function readSaved(storage: Pick<Storage, 'getItem'>, study: string): readonly SavedView[] {
  try {
    const read: unknown = JSON.parse(storage.getItem(keyOf(study)) ?? '[]')
    return (Array.isArray(read) ? read : []).flatMap((each: unknown): SavedView[] => {
      const { name, look } = Object(each) as Record<string, unknown>
      return typeof name === 'string' && typeof look === 'string' ? [{ name, look }] : []
    })
  } catch {
    return []
  }
}

export function writeSaved(storage: Pick<Storage, 'setItem'>, study: string, views: readonly SavedView[]): void {
  storage.setItem(keyOf(study), JSON.stringify(views))
}
