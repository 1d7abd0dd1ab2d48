import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Protocol, Session } from 'electron'
import { contentTypes, fileInside } from '../host/web/static-files.ts'
import { securityHeaders } from '../host/web/headers.ts'
import { host, scheme } from './address.ts'

/** Before the application is ready, once. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Answers `sweetspot://app/...` from the built page's folder, and from nowhere else. */
export function handleScheme(session: Pick<Session, 'protocol'>, folder: string): void {
  session.protocol.handle(scheme, (request) => answer(request, folder))
}

async function answer(request: Request, folder: string): Promise<Response> {
  const headers = new Headers(securityHeaders)
  const address = new URL(request.url)
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405, headers })
  const file = address.hostname === host ? fileInside(folder, address.pathname) : undefined
  const body = file && (await readFile(file).catch(() => undefined))
  if (!file || !body) return new Response(null, { status: 404, headers })
  headers.set('content-type', contentTypes[extname(file)] ?? 'application/octet-stream')
  return new Response(new Uint8Array(body), { headers })
}
