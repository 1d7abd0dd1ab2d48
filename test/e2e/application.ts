import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { findBrowser } from '../browser.mjs'

export interface Host {
  /** With the one-time token. */
  readonly url: string
  readonly origin: string
  readonly projects: string
  stop(): Promise<number | null>
}

/** Starts `sweetspot ui` as a user would, with folders of its own. */
export async function startHost(): Promise<Host> {
  const home = mkdtempSync(join(tmpdir(), 'sweetspot-e2e-'))
  const projects = join(home, 'projects')
  const child = spawn(process.execPath, ['main/host/sweetspot.mjs', 'ui', '--json', '--no-open'], {
    env: { ...process.env, SWEETSPOT_HOME: join(home, 'settings'), SWEETSPOT_PROJECTS: projects },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const said = /"url":\s*"([^"]+)"/.exec(printed)
      if (said?.[1]) resolve(said[1])
    })
    void ended.then((code) => reject(new Error(`sweetspot ui ended with ${code}: ${errors}`)))
  })
  return {
    url,
    origin: new URL(url).origin,
    projects,
    async stop() {
      child.kill('SIGINT')
      const patience = setTimeout(() => child.kill('SIGKILL'), 20_000)
      const code = await ended
      clearTimeout(patience)
      rmSync(home, { recursive: true, force: true })
      return code
    },
  }
}

export async function startBrowser(): Promise<Browser> {
  const { path, reason } = await findBrowser()
  if (path === undefined) throw new Error(reason)
  return chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

export interface WatchedPage {
  readonly page: Page
  readonly context: BrowserContext
  /** What must not happen: requests to other origins, errors on the console, uncaught ones, violations of the policy. */
  readonly complaints: string[]
}

/** A page that notes everything which a page of ours must not do. */
export async function openPage(
  browser: Browser,
  origin: string,
  options: { readonly width?: number; readonly height?: number; readonly theme?: 'light' | 'dark' } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 720 },
    colorScheme: options.theme ?? 'light',
    reducedMotion: 'reduce',
  })
  const complaints: string[] = []
  const watch = (page: Page) => {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) complaints.push(`request to ${url}`)
    })
    page.on('websocket', (socket) => {
      if (!socket.url().startsWith(origin.replace('http', 'ws'))) complaints.push(`socket to ${socket.url()}`)
    })
  }
  context.on('page', watch)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  return { page, context, complaints }
}

/** Opens the address with the token; only once Home is there, since the page of welcome leads on by itself. */
export async function enter(page: Page, host: Host): Promise<void> {
  await page.goto(host.url)
  await page.getByRole('heading', { name: 'Start with data' }).waitFor()
}
