/** The page's own scheme: standard and secure, so that it has an origin, storage and the usual policies; not file://. */
export const scheme = 'sweetspot'
export const host = 'app'
export const pageAddress = `${scheme}://${host}/index.html`

/** Whether an address is the page itself or one of its files. */
export function isOwnAddress(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  return protocol === `${scheme}:` && hostname === host
}

const linkedHosts: ReadonlySet<string> = new Set([
  'github.com',
  'www.npmjs.com',
  'creativecommons.org',
  'openfontlicense.org',
])

/** Addresses that may be handed to the system's browser: https, and only to hosts that the application links to. */
export function mayOpenOutside(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username, password, port } = new URL(url)
  return protocol === 'https:' && linkedHosts.has(hostname) && username === '' && password === '' && port === ''
}
