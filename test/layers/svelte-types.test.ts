import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const repository = join(import.meta.dirname, '../..')
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sweetspot-svelte-types-'))
  for (const folder of ['main/app', 'preload/contract', 'renderer']) mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['tsconfig.json', 'renderer/tsconfig.json']) cpSync(join(repository, file), join(root, file))
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir')
  writeFileSync(join(root, 'main/app/app.ts'), 'export interface App { readonly name: string }\n')
  writeFileSync(join(root, 'preload/contract/api.ts'), 'export interface Api { readonly name: string }\n')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function checkComponent(script: string): Promise<{ ok: boolean; output: string }> {
  writeFileSync(join(root, 'renderer/Planted.svelte'), `<script lang="ts">\n${script}\n</script>\n`)
  const command = join(repository, 'node_modules/svelte-check/bin/svelte-check')
  const args = [command, '--workspace', root, '--tsconfig', join(root, 'renderer/tsconfig.json'), '--output', 'machine']
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (error, out, err) => resolve({ ok: !error, output: out + err }))
  })
}

/** The compiler erases `import type` in components, so the dependency rules cannot see it: the renderer's types can. */
describe('a component', () => {
  it('cannot take even a type from main', async () => {
    const { ok, output } = await checkComponent(
      "import type { App } from '../main/app/app.ts'\nlet { app }: { app: App } = $props()\nconst name = $derived(app.name)",
    )
    expect(ok).toBe(false)
    expect(output).toContain('main/app/app.ts')
    expect(output).toMatch(/not listed within the file list/)
  })

  it('takes its types from the contract', async () => {
    const { output } = await checkComponent(
      "import type { Api } from '../preload/contract/api.ts'\nlet { api }: { api: Api } = $props()\nconst name = $derived(api.name)",
    )
    expect(output).not.toMatch(/not listed within the file list/)
  })
})
