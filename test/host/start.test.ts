import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { electronBinary, withoutElectron } from '../../main/host/start.mjs'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sweetspot-start-'))))
afterEach(() => rmSync(folder, { recursive: true }))

test("Electron's binary is found where its package says, if it is there", () => {
  expect(electronBinary(folder, {})).toBeUndefined()
  writeFileSync(join(folder, 'path.txt'), 'electron')
  expect(electronBinary(folder, {})).toBeUndefined()
  mkdirSync(join(folder, 'dist'))
  writeFileSync(join(folder, 'dist', 'electron'), '')
  expect(electronBinary(folder, {})).toBe(join(folder, 'dist', 'electron'))
})

test('or in the folder that the user names', () => {
  mkdirSync(join(folder, 'elsewhere'))
  const environment = { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'elsewhere') }
  expect(electronBinary(folder, environment)).toBeUndefined()
  writeFileSync(join(folder, 'elsewhere', 'electron'), '')
  expect(electronBinary(folder, environment)).toBe(join(folder, 'elsewhere', 'electron'))
})

test('without it, the user is told how to get it and what to use meanwhile', () => {
  expect(withoutElectron).toContain('npx install-electron')
  expect(withoutElectron).toContain('npm run ui')
})
