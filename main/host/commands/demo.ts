import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ExitCode } from '../exit-codes.ts'
import type { Output } from '../terminal/output.ts'
import { run } from './run.ts'
import type { StudyOptions } from './study-options.ts'

const dataset = 'digits-8x8'
const minutes = '2.5'

/**
 * `npm run demo`: tunes a network on bundled handwritten digits for 150 seconds, then opens the sealed test set: people whose
 * handwriting no trial has seen. The same code as `sweetspot run digits-8x8 --minutes 2.5 --open-test`.
 */
export async function demo(options: StudyOptions, output: Output): Promise<ExitCode> {
  const limited = options.trials !== undefined || options.minutes !== undefined || options.epochs !== undefined
  const project = options.project ?? freeFolder('sweetspot-demo')
  return run(dataset, { ...(!limited && { minutes }), ...options, openTest: true, project }, output)
}

/** The first demo goes to ./sweetspot-demo, the next ones beside it: no project is ever written over. */
function freeFolder(name: string): string {
  let folder = resolve(name)
  for (let copy = 2; existsSync(folder); copy++) folder = resolve(`${name}-${copy}`)
  return folder
}
