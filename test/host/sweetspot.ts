import { execFile } from 'node:child_process'
import { join } from 'node:path'

const launcher = join(import.meta.dirname, '../../main/host/sweetspot.mjs')

export interface Outcome {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** Runs the built command line in a folder, with settings and projects of its own there. */
export function sweetspotIn(folder: string, ...args: readonly string[]): Promise<Outcome> {
  const env = { ...process.env, SWEETSPOT_HOME: join(folder, 'home'), SWEETSPOT_PROJECTS: join(folder, 'projects') }
  return new Promise((resolve) => {
    execFile(process.execPath, [launcher, ...args], { cwd: folder, env }, (error, out, err) => {
      const code = error?.code
      resolve({ status: typeof code === 'number' ? code : error ? 1 : 0, out, err })
    })
  })
}
