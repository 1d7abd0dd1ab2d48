export function build(): Promise<void>
export function buildIfStale(options?: { announce?: boolean }): Promise<void>
