import { randomBytes, timingSafeEqual } from 'node:crypto'

/** Who may come in: the one-time token of the printed address is exchanged for a cookie that the browser keeps. */
export interface Pass {
  /** Valid until it has been used once. */
  readonly token: string
  /** @returns the cookie to set, or undefined for a wrong or used token */
  exchange(token: string): string | undefined
  /** Whether a request's Cookie header carries a cookie that was given out here. */
  admits(cookieHeader: string | undefined): boolean
}

/** @param port distinguishes the cookies of several servers on one machine: browsers do not separate cookies by port */
export function createPass(port: number): Pass {
  const token = randomBytes(32).toString('base64url')
  const secret = randomBytes(32).toString('base64url')
  const cookieName = `sweetspot-${port}`
  let used = false
  return {
    token,
    exchange(given) {
      if (used || !same(given, token)) return undefined
      used = true
      return `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`
    },
    admits(header) {
      if (header === undefined || header.length > 16_384) return false
      return header.split(';').some((pair) => {
        const [name, value] = pair.trim().split('=')
        return name === cookieName && value !== undefined && same(value, secret)
      })
    },
  }
}

function same(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
