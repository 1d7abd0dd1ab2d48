import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import type { Ask, SearchProblem, Suggestion } from '../../main/search/sampler.ts'
import type { SearchTrial } from '../../main/search/trial.ts'

const run = promisify(execFile)

/** What the sampler of the registry suggests in a fresh process of plain Node. NaN and infinities travel. */
export async function suggestElsewhere(
  name: string,
  options: object,
  problem: SearchProblem,
  history: readonly SearchTrial[],
  asks: readonly Ask[],
): Promise<Suggestion[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sweetspot-search-'))
  try {
    await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        ssr: join(import.meta.dirname, '../../main/search/samplers/registry.ts'),
        outDir: folder,
        minify: false,
        rolldownOptions: { output: { entryFileNames: 'registry.mjs' } },
      },
    })
    const { serialize } = await import('node:v8')
    await writeFile(join(folder, 'input.bin'), serialize({ name, options, problem, history, asks }))
    await writeFile(
      join(folder, 'main.mjs'),
      `import { readFileSync } from 'node:fs'
import { deserialize } from 'node:v8'
import { createSampler } from './registry.mjs'
const { name, options, problem, history, asks } = deserialize(readFileSync(new URL('input.bin', import.meta.url)))
const sampler = createSampler(name, options)
console.log(JSON.stringify(asks.map((ask) => sampler.suggest(problem, history, ask))))
`,
    )
    const { stdout } = await run(process.execPath, [join(folder, 'main.mjs')])
    return JSON.parse(stdout) as Suggestion[]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
