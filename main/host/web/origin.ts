import type { IncomingMessage } from 'node:http'

const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Whether a request was addressed to this machine by a loopback name: a page elsewhere that has its own name point here
 * (DNS rebinding) sends that name. Any port passes, since `ssh -L` may show this server under another one.
 */
export function hostIsLoopback(request: IncomingMessage): boolean {
  const host = request.headers.host
  if (host === undefined) return false
  return loopbackNames.has(host.replace(/:\d{1,5}$/, '').toLowerCase())
}

/** Whether a request comes from a page of this very origin; browsers always send Origin with a web socket. */
export function originIsOwn(request: IncomingMessage): boolean {
  const { host, origin } = request.headers
  return host !== undefined && origin !== undefined && origin.toLowerCase() === `http://${host.toLowerCase()}`
}
