import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { serve, type WebHost } from '../../main/host/web/serve.ts'
import { requests } from '../../preload/contract/requests.ts'
import { createRehearsal, type Rehearsal } from './rehearsal.ts'

let folder: string
let app: Rehearsal
let host: WebHost

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-web-'))
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(folder, 'page', 'assets', 'a.js'), 'export {}')
  writeFileSync(join(folder, 'page', '.hidden.html'), 'hidden')
  writeFileSync(join(folder, 'page', 'private.key'), 'key')
  writeFileSync(join(folder, 'secret.html'), 'secret')
  app = createRehearsal()
  host = await serve({ app, rendererFolder: join(folder, 'page') })
})

afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const origin = () => new URL(host.url).origin

async function comeIn(): Promise<string> {
  const answer = await fetch(host.url, { redirect: 'manual' })
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

/** What fetch does not allow: any request line and any headers. */
function raw(lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(host.port, '127.0.0.1', () =>
      socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`),
    )
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
}

function socketTo(headers: Record<string, string>, path = '/contract'): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

test('the token opens the door once; its cookie is for this site and no script', async () => {
  const first = await fetch(host.url)
  expect(first.status).toBe(200)
  expect(first.headers.get('set-cookie')).toMatch(/^sweetspot-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
  const second = await fetch(host.url)
  expect(second.status).toBe(403)
  expect(second.headers.get('set-cookie')).toBeNull()
})

test('without the cookie there is nothing to see, with it there is the page', async () => {
  expect((await fetch(`${origin()}/`)).status).toBe(403)
  expect((await fetch(`${origin()}/assets/a.js`)).status).toBe(403)
  const cookie = await comeIn()
  const page = await fetch(`${origin()}/`, { headers: { cookie } })
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('page')
  expect((await fetch(`${origin()}/`, { headers: { cookie: `${cookie}x` } })).status).toBe(403)
})

test('every answer carries the policy: own scripts only, no frames, no guessing of types', async () => {
  const cookie = await comeIn()
  for (const path of ['/', '/assets/a.js', '/nothing', '/?token=wrong']) {
    const { headers } = await fetch(`${origin()}${path}`, { headers: { cookie } })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
})

test('a name that is not the loopback is refused, though it leads here', async () => {
  const cookie = await comeIn()
  for (const name of ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '192.168.0.5'])
    expect(await raw(['GET / HTTP/1.1', `Host: ${name}:${host.port}`, `Cookie: ${cookie}`])).toMatch(/^HTTP\/1\.1 403/)
  expect(await raw(['GET / HTTP/1.1', `Host: localhost:8080`, `Cookie: ${cookie}`])).toMatch(/^HTTP\/1\.1 200/)
})

test.each([
  '/../secret.html',
  '/%2e%2e/secret.html',
  '/..%2fsecret.html',
  '/assets/../../secret.html',
  '/assets/..%5c..%5csecret.html',
  '//etc/passwd',
  '/.hidden.html',
  '/private.key',
  '/%00',
  '/%',
  '/assets',
])('%s leads to no file', async (path) => {
  const cookie = await comeIn()
  const answer = await raw([`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${host.port}`, `Cookie: ${cookie}`])
  expect(answer).toMatch(/^HTTP\/1\.1 40[04]/)
  expect(answer).not.toMatch(/secret<|hidden<|^key/m)
})

test('whatever the path, only files of the page are sent', async () => {
  const cookie = await comeIn()
  symlinkSync(join(folder, 'secret.html'), join(folder, 'page', 'assets', 'plain.bin'))
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', '%5c', 'assets', 'secret.html', 'page', '%00', 'a.js'),
        {
          maxLength: 8,
        },
      ),
      async (parts) => {
        const answer = await raw([
          `GET /${parts.join('')} HTTP/1.1`,
          `Host: 127.0.0.1:${host.port}`,
          `Cookie: ${cookie}`,
        ])
        expect(answer).not.toContain('\r\n\r\nsecret')
      },
    ),
    { numRuns: 60 },
  )
})

test.each(['PUT', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
  const cookie = await comeIn()
  expect((await fetch(`${origin()}/`, { method, headers: { cookie } })).status).toBe(405)
})

test('a web socket needs cookie, own origin and the right path', async () => {
  const cookie = await comeIn()
  const good = { cookie, origin: origin() }
  await expect(socketTo({ origin: origin() })).rejects.toThrow('403')
  await expect(socketTo({ cookie })).rejects.toThrow('403')
  await expect(socketTo({ cookie, origin: 'http://evil.example' })).rejects.toThrow('403')
  await expect(socketTo({ cookie, origin: 'null' })).rejects.toThrow('403')
  await expect(socketTo({ ...good, host: 'evil.example' })).rejects.toThrow('403')
  await expect(socketTo(good, '/elsewhere')).rejects.toThrow('403')
  const socket = await socketTo(good)
  socket.close()
})

async function answerTo(socket: WebSocket, call: unknown): Promise<unknown> {
  const answer = new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))))
  socket.send(JSON.stringify(call))
  return answer
}

test('several tabs are in step: each hears what another does', async () => {
  const headers = { cookie: await comeIn(), origin: origin() }
  const [one, two] = [await socketTo(headers), await socketTo(headers)]
  two.send(JSON.stringify({ kind: 'subscribe', id: 1, event: 'projects.changed' }))
  const heard = new Promise((resolve) => two.once('message', (data) => resolve(JSON.parse(String(data)))))
  await new Promise((resolve) => setTimeout(resolve, 20))
  await answerTo(one, { kind: 'request', id: 1, name: 'projects.create', params: { name: 'shared' } })
  expect(await heard).toMatchObject({ kind: 'event', id: 1 })
  one.close()
  two.close()
})

test('a connection that talks nonsense is closed; the others are not', async () => {
  const headers = { cookie: await comeIn(), origin: origin() }
  const steady = await socketTo(headers)
  const closed = async (send: (socket: WebSocket) => void) => {
    const socket = await socketTo(headers)
    const code = new Promise<number>((resolve) => socket.once('close', resolve))
    send(socket)
    return code
  }
  expect(await closed((socket) => socket.send('not json'))).toBe(1003)
  expect(await closed((socket) => socket.send(Buffer.from([1, 2, 3])))).toBe(1003)
  expect(await closed((socket) => socket.send(`"${'x'.repeat(2_000_000)}"`))).toBe(1009)
  expect(await answerTo(steady, { kind: 'request', id: 9, name: 'app.info', params: {} })).toMatchObject({
    kind: 'result',
  })
  steady.close()
})

test('fuzzed over the wire, the host goes on answering', async () => {
  const headers = { cookie: await comeIn(), origin: origin() }
  const socket = await socketTo(headers)
  const call = fc.oneof(
    fc.json(),
    fc
      .record({
        kind: fc.constantFrom('request', 'cancel', 'subscribe', 'unsubscribe'),
        id: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.jsonValue()),
        name: fc.oneof(fc.constantFrom(...Object.keys(requests)), fc.string()),
        params: fc.jsonValue(),
        event: fc.string(),
      })
      .map((value) => JSON.stringify(value)),
  )
  fc.assert(
    fc.property(call, (text) => {
      socket.send(text)
    }),
    { numRuns: 800 },
  )
  const other = await socketTo(headers)
  expect(await answerTo(other, { kind: 'request', id: 1, name: 'app.info', params: {} })).toMatchObject({
    kind: 'result',
  })
  expect(socket.readyState).toBe(WebSocket.OPEN)
  socket.close()
  other.close()
})

test('a tab that reads nothing holds back neither the host nor the other tabs', async () => {
  const headers = { cookie: await comeIn(), origin: origin() }
  const slow = await socketTo(headers)
  const quick = await socketTo(headers)
  for (const socket of [slow, quick]) socket.send(JSON.stringify({ kind: 'subscribe', id: 1, event: 'messages.added' }))
  await new Promise((resolve) => setTimeout(resolve, 30))
  ;(slow as unknown as { _socket: { pause(): void } })._socket.pause()
  let heard = 0
  quick.on('message', () => (heard += 1))
  const before = process.memoryUsage().heapUsed
  for (let id = 0; id < 20_000; id += 1) {
    app.emit('messages.added', { messages: [{ id, time: 0, level: 'info', text: 'x'.repeat(500) }] })
    if (id % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await vi.waitFor(() => expect(heard).toBeGreaterThan(100))
  expect(
    await answerTo(await socketTo(headers), { kind: 'request', id: 3, name: 'app.info', params: {} }),
  ).toMatchObject({
    kind: 'result',
  })
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(120e6)
  let last = -1
  slow.on('message', (data) => {
    last = (JSON.parse(String(data)) as { payload: { messages: { id: number }[] } }).payload.messages.at(-1)?.id ?? last
  })
  ;(slow as unknown as { _socket: { resume(): void } })._socket.resume()
  await vi.waitFor(() => expect(last).toBe(19_999), { timeout: 10_000 })
  slow.terminate()
  quick.terminate()
})

test('a port that is taken is named', async () => {
  await expect(serve({ app, port: host.port, rendererFolder: join(folder, 'page') })).rejects.toMatchObject({
    code: 'port-taken',
  })
})

test('it listens on the loopback and nowhere else', async () => {
  const { networkInterfaces } = await import('node:os')
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address && !address.internal && address.family === 'IPv4')
  if (!outside) return
  await expect(
    new Promise((resolve, reject) => {
      const socket = connect({ port: host.port, host: outside.address, timeout: 1_000 }, () => resolve('connected'))
      socket.on('error', reject)
      socket.on('timeout', () => reject(new Error('timeout')))
    }),
  ).rejects.toThrow()
})

test('a file that the page hands over lies where it says, until the server ends', async () => {
  const cookie = await comeIn()
  const send = (path: string, headers: Record<string, string> = { cookie, origin: origin() }) =>
    fetch(`${origin()}${path}`, { method: 'POST', body: 'a,b\n1,2\n', headers })
  const answer = await send('/upload/batch-0001/flowers/my%20table.csv')
  expect(answer.status).toBe(200)
  const { path } = (await answer.json()) as { path: string }
  expect(readFileSync(join(path, 'my table.csv'), 'utf8')).toBe('a,b\n1,2\n')
  expect(((await (await send('/upload/batch-0002/one.csv')).json()) as { path: string }).path).toMatch(/one\.csv$/)
  await host.close()
  expect(existsSync(path)).toBe(false)
})

test.each([
  ['/upload/batch-0001/..%2F..%2Fevil'],
  ['/upload/batch-0001/%2e%2e/%2e%2e/evil'],
  ['/upload/batch-0001/a%00b'],
  ['/upload/batch-0001/C%3A%5Cevil'],
  ['/upload/../x'],
  ['/upload/batch-0001/'],
  ['/upload/short/x'],
  ['/elsewhere'],
  [`/upload/batch-0001/${'x/'.repeat(40)}y`],
])('no file is taken for %s', async (path) => {
  const cookie = await comeIn()
  const text = await raw([
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${host.port}`,
    `Origin: ${origin()}`,
    `Cookie: ${cookie}`,
    'Content-Length: 0',
  ])
  expect(text).toMatch(/^HTTP\/1.1 400/)
})

test('a file is taken from the page alone: not without its cookie, not from another origin', async () => {
  const cookie = await comeIn()
  for (const headers of [{ origin: origin() }, { cookie }, { cookie, origin: 'http://evil.example' }])
    expect(
      (await fetch(`${origin()}/upload/batch-0001/x`, { method: 'POST', body: 'x', headers: headers as HeadersInit }))
        .status,
    ).toBe(403)
})
