import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Backend } from '../../../preload/contract/api.ts'
import { BadInput } from '../bad-input.ts'
import { securityHeaders } from './headers.ts'
import { openBrowser } from './open-browser.ts'
import { hostIsLoopback, originIsOwn } from './origin.ts'
import { plainPage, strangerPage, welcomePage } from './page.ts'
import { createPass, type Pass } from './pass.ts'
import { rendererFolder } from './renderer-folder.ts'
import { createSocketServer, type SocketServer } from './socket.ts'
import { fileInside, sendFile } from './static-files.ts'
import { createUploads, type Uploads } from './uploads.ts'

export interface ServeOptions {
  readonly app: Backend
  /** 0 or absent: any free port. */
  readonly port?: number
  /** Show the page in the default browser. */
  readonly open?: boolean
  /** The built renderer; absent: dist/renderer of this installation. */
  readonly rendererFolder?: string
}

export interface WebHost {
  /** Carries the one-time token: whoever opens it first is let in. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

/**
 * Serves the renderer and the contract to browsers on this machine: loopback only, for one browser that holds the token.
 * @throws BadInput port-taken, page-missing
 */
export async function serve(options: ServeOptions): Promise<WebHost> {
  const root = options.rendererFolder ?? rendererFolder()
  const server = createServer()
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  const pass = createPass(port)
  const sockets = createSocketServer(options.app)
  const uploads = createUploads()

  server.on('request', (request, response) => {
    answer(request, response, { pass, root, uploads }).catch(() => response.destroy())
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const allowed =
      hostIsLoopback(request) &&
      originIsOwn(request) &&
      pass.admits(request.headers.cookie) &&
      request.url === '/contract'
    if (allowed) sockets.upgrade(request, socket, head)
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
  })
  server.on('clientError', (_error, socket) => socket.destroy())

  const url = `http://127.0.0.1:${port}/?token=${pass.token}`
  if (options.open) openBrowser(url)
  return { url, port, close: () => close(server, sockets, uploads) }
}

interface Site {
  readonly pass: Pass
  /** The built renderer. */
  readonly root: string
  readonly uploads: Uploads
}

async function answer(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const { pass, root } = site
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
  if (!hostIsLoopback(request)) return refuse(response, 403, 'Sweetspot answers on this computer only.')
  if (request.method === 'POST') return receive(request, response, site)
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'This address can only be read.')
  const address = URL.canParse(request.url ?? '', 'http://loopback')
    ? new URL(request.url ?? '', 'http://loopback')
    : undefined
  if (!address) return refuse(response, 400, 'The address is malformed.')

  const known = pass.admits(request.headers.cookie)
  const token = address.pathname === '/' ? address.searchParams.get('token') : null
  if (token !== null) {
    const cookie = known ? undefined : pass.exchange(token)
    if (cookie) response.setHeader('set-cookie', cookie)
    if (cookie || known) return page(response, 200, welcomePage)
  }
  if (!known) return page(response, 403, strangerPage)

  const file = fileInside(root, address.pathname)
  if (file && (await sendFile(file, response, request.method === 'GET'))) return
  refuse(response, 404, 'There is nothing at this address.')
}

/** A file handed over by the page itself: no other page has the cookie, or this origin. */
async function receive(request: IncomingMessage, response: ServerResponse, { pass, uploads }: Site): Promise<void> {
  if (!originIsOwn(request) || !pass.admits(request.headers.cookie))
    return refuse(response, 403, 'This file was not handed over by Sweetspot’s own page.')
  const path = await uploads.receive(request.url ?? '', request)
  if (path === undefined) return refuse(response, 400, 'This is no address for a file.')
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ path }))
}

function page(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  response.end(html)
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  page(response, status, plainPage('Sweetspot', [sentence]))
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return reject(error)
      reject(
        new BadInput('port-taken', `Port ${port} cannot be used: another program has it. Choose another, or none.`),
      )
    })
    server.listen({ port, host: '127.0.0.1' }, resolve)
  })
}

async function close(server: ReturnType<typeof createServer>, sockets: SocketServer, uploads: Uploads): Promise<void> {
  sockets.close()
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1_000).unref()
  })
  await uploads.close()
}
