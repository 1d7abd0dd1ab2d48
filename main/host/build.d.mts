export const allParts: readonly string[]
export function build(names?: readonly string[]): Promise<void>
export function buildIfStale(names?: readonly string[], options?: { announce?: boolean }): Promise<void>
