import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, normalize, resolve, sep } from 'node:path'

export const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * The file inside `root` that an address names, or undefined: names that leave the folder, hidden files and types that
 * the page has no use for are not served. `/` is index.html.
 */
export function fileInside(root: string, pathname: string): string | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined
  const relative = normalize(decoded === '/' || decoded === '' ? '/index.html' : decoded)
  if (relative.split(/[/\\]/).some((part) => part.startsWith('.'))) return undefined
  const file = resolve(join(root, relative))
  if (!file.startsWith(resolve(root) + sep)) return undefined
  return extname(file) in contentTypes ? file : undefined
}

/** Sends a file; hashed names under assets/ may be kept by the browser, the page itself may not. */
export async function sendFile(file: string, response: ServerResponse, withBody: boolean): Promise<boolean> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) return false
  response.writeHead(200, {
    'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': file.includes(`${sep}assets${sep}`) ? 'private, max-age=31536000, immutable' : 'no-store',
  })
  if (!withBody) {
    response.end()
    return true
  }
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response)
  return true
}
