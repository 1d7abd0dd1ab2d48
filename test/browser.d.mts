/** `path` of a Chromium, or the `reason` why there is none. */
export function findBrowser(): Promise<{ readonly path?: string; readonly reason?: string }>
