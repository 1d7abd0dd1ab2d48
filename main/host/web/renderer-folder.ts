import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BadInput } from '../bad-input.ts'

/**
 * The built page: dist/renderer of the installation that this code belongs to, wherever a bundler has put this code.
 * @throws BadInput page-missing
 */
export function rendererFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'dist', 'renderer')
    if (existsSync(join(candidate, 'index.html'))) return candidate
    if (dirname(folder) === folder) break
  }
  throw new BadInput('page-missing', 'The page has not been built. Run `npm run build`, then try again.')
}
