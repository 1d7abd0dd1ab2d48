import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'
import { afterEach, describe, expect, it } from 'vitest'
import { forbidden, mainFolders } from './rules.mjs'

type Files = Readonly<Record<string, string>>

const target = { 'main/app/target.ts': 'export const target = 1\n' }
const importing = (path: string): string => `import { target } from '${path}'\nexport const planted = target\n`

/** For each rule, a small source tree that breaks it. */
const planted: Readonly<Record<string, Files>> = {
  'main-electron-imports-downwards': {
    'main/electron/main.ts': importing('../../renderer/target.ts'),
    'renderer/target.ts': target['main/app/target.ts'],
  },
  'main-host-imports-downwards': {
    'main/host/main.ts': importing('../electron/target.ts'),
    'main/electron/target.ts': target['main/app/target.ts'],
  },
  'main-app-imports-downwards': {
    'main/app/planted.ts': importing('../host/target.ts'),
    'main/host/target.ts': target['main/app/target.ts'],
  },
  'main-study-imports-downwards': { ...target, 'main/study/planted.ts': importing('../app/target.ts') },
  'main-search-imports-downwards': {
    'main/search/planted.ts': importing('../training/target.ts'),
    'main/training/target.ts': target['main/app/target.ts'],
  },
  'main-training-imports-downwards': {
    'main/training/planted.ts': importing('../data/target.ts'),
    'main/data/target.ts': target['main/app/target.ts'],
  },
  'main-data-imports-downwards': {
    'main/data/planted.ts': importing('../training/target.ts'),
    'main/training/target.ts': target['main/app/target.ts'],
  },
  'main-pool-imports-downwards': { ...target, 'main/pool/planted.ts': importing('../app/target.ts') },
  'main-worker-imports-downwards': {
    'main/worker/main.ts': importing('../pool/supervisor.ts'),
    'main/pool/supervisor.ts': target['main/app/target.ts'],
  },
  'main-store-imports-downwards': {
    'main/store/planted.ts': importing('../study/target.ts'),
    'main/study/target.ts': target['main/app/target.ts'],
  },
  'main-report-imports-downwards': { ...target, 'main/report/planted.ts': importing('../app/target.ts') },
  'electron-in-its-shell-only': {
    'main/app/planted.ts': "import { app } from 'electron'\nexport const planted = app\n",
  },
  'contract-is-pure': { ...target, 'preload/contract/planted.ts': importing('../../main/app/target.ts') },
  'preload-knows-the-contract-only': { ...target, 'preload/expose.ts': importing('../main/app/target.ts') },
  'renderer-knows-the-contract-only': { ...target, 'renderer/planted.ts': importing('../main/app/target.ts') },
  'renderer-has-no-node': { 'renderer/planted.ts': "import { join } from 'node:path'\nexport const planted = join\n" },
  'pure-core-has-no-processes-or-files': {
    'main/search/planted.ts': "import { fork } from 'node:child_process'\nexport const planted = fork\n",
  },
  'files-only-where-files-belong': {
    'main/app/planted.ts': "import { readFileSync } from 'node:fs'\nexport const planted = readFileSync\n",
  },
  'no-cycles': {
    'main/app/one.ts': "import { two } from './two.ts'\nexport const one = () => two\n",
    'main/app/two.ts': "import { one } from './one.ts'\nexport const two = () => one\n",
  },
  'no-orphans': target,
  'shipped-code-imports-no-tests': {
    'main/app/planted.ts': importing('../../test/target.ts'),
    'test/target.ts': target['main/app/target.ts'],
  },
  'no-folder-that-says-nothing': {
    'main/app/planted.ts': importing('./utils/target.ts'),
    'main/app/utils/target.ts': target['main/app/target.ts'],
  },
}

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

async function rulesBrokenBy(files: Files): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'sweetspot-layers-'))
  folders.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const tops = [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? path))]
  const { output } = await cruise(tops, {
    baseDir: root,
    validate: true,
    tsPreCompilationDeps: true,
    ruleSet: { forbidden } as unknown as IFlattenedRuleSet,
  })
  return (output as ICruiseResult).summary.violations.map((violation) => violation.rule.name)
}

describe('the layer rules', () => {
  it.each(forbidden.map((rule) => rule.name))('%s fires on a planted violation', async (name) => {
    const files = planted[name]
    expect(files, `no violation is planted for ${name}`).toBeDefined()
    expect(await rulesBrokenBy(files ?? {})).toContain(name)
  })

  it('name every folder of main', () => {
    const tracked = execFileSync('git', ['ls-files', 'main'], { encoding: 'utf8' }).split('\n')
    const present = new Set(tracked.map((path) => path.split('/')[1]).filter((name) => name && !name.includes('.')))
    expect([...present].filter((folder) => !(String(folder) in mainFolders))).toEqual([])
  })
})
