/**
 * `npm start`: the desktop window where Electron's binary is present; otherwise says how to get it, and serves the same
 * window to the browser. Electron downloads its binary on first use, which is never done unasked.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allParts, buildIfStale } from './build.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Path of Electron's binary, without asking its package, which would fetch it. */
export function electronBinary(packageFolder = join(root, 'node_modules', 'electron'), environment = process.env) {
  const pathFile = join(packageFolder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined
  const folder = environment.ELECTRON_OVERRIDE_DIST_PATH
  const binary = folder ? join(folder, name ?? 'electron') : name ? join(packageFolder, 'dist', name) : undefined
  return binary && existsSync(binary) ? binary : undefined
}

export const withoutElectron = `The desktop window needs Electron's binary, which is no npm package and is not here yet.
To get it (about 110 MB, from GitHub):   npx install-electron
From a folder that you have already:     ELECTRON_OVERRIDE_DIST_PATH=<folder> npm start
Meanwhile the same window opens in your browser (\`npm run ui\`).
`

function run(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`${command} could not be started: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code) => (process.exitCode = code ?? 1))
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const binary = electronBinary()
  if (binary) {
    await buildIfStale(allParts, { announce: true })
    run(binary, [root, ...process.argv.slice(2)])
  } else {
    process.stderr.write(withoutElectron)
    run(process.execPath, [join(root, 'main', 'host', 'sweetspot.mjs'), 'ui', ...process.argv.slice(2)])
  }
}
