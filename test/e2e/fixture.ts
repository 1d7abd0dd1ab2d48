import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openPage, startBrowser, startHost, type Host, type WatchedPage } from './application.ts'

/** What a spec works with, from its first test to its last. */
export interface Fixture {
  readonly host: Host
  readonly browser: Browser
  readonly watched: WatchedPage
}

/** The application in a browser for the tests of a file: started before the first of them, ended after the last. */
export function useApplication(options: Parameters<typeof openPage>[2] = {}): Fixture {
  let host: Host | undefined
  let browser: Browser | undefined
  let watched: WatchedPage | undefined
  beforeAll(async () => {
    host = await startHost()
    browser = await startBrowser()
    watched = await openPage(browser, host.origin, options)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.stop()
  })
  return {
    get host() {
      return started(host)
    },
    get browser() {
      return started(browser)
    },
    get watched() {
      return started(watched)
    },
  }
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('The application has not been started.')
  return part
}
