import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Interface } from 'node:readline'
import { root } from '../../paths.ts'

/** Where the scripts lie in a checkout; an installed application has none of them. */
const scripts = join(root, 'main', 'host', 'bench', 'python')

/** Asked in this order; the variable names one that is on no path. */
const candidates = [process.env['SWEETSPOT_BENCH_PYTHON'], 'python3', 'python'].filter((name) => name !== undefined)

const imports = (python: string, module: string): Promise<boolean> =>
  new Promise((resolve) => execFile(python, ['-c', `import ${module}`], (error) => resolve(error === null)))

/** The first Python that has all of these modules, if there is one: a development check, never a dependency. */
export async function pythonWith(...modules: readonly string[]): Promise<string | undefined> {
  for (const python of candidates) if (await imports(python, modules.join(', '))) return python
  return undefined
}

/** A Python script that is told something a line, and answers with a line. */
export class PythonProcess {
  readonly #child: ChildProcess
  readonly #lines: Interface
  readonly #heard: AsyncIterator<string>

  constructor(python: string, script: string, args: readonly string[]) {
    this.#child = spawn(python, [join(scripts, script), ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#child.stdout! })
    this.#heard = this.#lines[Symbol.asyncIterator]()
  }

  /** Says a line, if any, and waits for the next one that it answers. @throws Error if the process ends instead */
  async answer(told?: string): Promise<string> {
    if (told !== undefined) this.#child.stdin!.write(`${told}\n`)
    const next = await this.#heard.next()
    if (next.done === true) throw new Error('The Python process of the bench ended without an answer.')
    return next.value
  }

  end(): void {
    this.#lines.close()
    this.#child.kill()
  }
}
