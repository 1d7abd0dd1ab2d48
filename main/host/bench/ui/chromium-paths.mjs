import { existsSync } from 'node:fs'

/** Where browsers of the Chromium family stand; plain JavaScript, for tests that run before anything is built. */
export const candidates = [
  process.env.SWEETSPOT_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

export const installedChromium = () => candidates.find((path) => path && existsSync(path))
