import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadNative } from '../../../main/training/engines/compiled/run/runtime.ts'
import { loadTfjsNode } from '../../../main/training/engines/tfjs/load-node.ts'

const require = createRequire(import.meta.url)
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-libraries-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A package in the user's folder that says in the global object what it found when it was loaded. */
function standIn(name: string, source: string): void {
  const place = join(folder, 'node_modules', name)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '1.2.3', main: 'index.js' }))
  writeFileSync(join(place, 'index.js'), source)
}

test("TensorFlow is loaded from the user's folder, on a Node that lacks what it calls, and reaches our tfjs-core", async () => {
  const scope = join(folder, 'node_modules', '@tensorflow')
  mkdirSync(scope, { recursive: true })
  symlinkSync(dirname(require.resolve('@tensorflow/tfjs-core/package.json')), join(scope, 'tfjs-core'))
  standIn(
    '@tensorflow/tfjs-node-gpu',
    `const tf = require('@tensorflow/tfjs-core'), util = require('util')
     globalThis.standIn = { nothing: util.isNullOrUndefined(null), growth: process.env.TF_FORCE_GPU_ALLOW_GROWTH }
     tf.registerBackend('stand-in', () => ({ floatPrecision: () => 32, dispose() {} }))`,
  )
  const util = require('node:util') as Record<string, unknown>
  const before = util['isNullOrUndefined']
  delete util['isNullOrUndefined']
  await loadTfjsNode('@tensorflow/tfjs-node-gpu')({ librariesFolder: folder })
  expect((globalThis as { standIn?: unknown }).standIn).toEqual({ nothing: true, growth: 'true' })
  const tf = await import('@tensorflow/tfjs-core')
  expect(tf.findBackend('stand-in')).not.toBeNull()
  if (before !== undefined) util['isNullOrUndefined'] = before
})

test('without the package there, the installed one is tried, and its absence is the reason', async () => {
  await expect(loadTfjsNode('@tensorflow/tfjs-node-that-is-not')({ librariesFolder: folder })).rejects.toThrow(
    /tfjs-node-that-is-not/,
  )
})

test("ONNX Runtime with CUDA comes from the user's folder; other engines keep the installed one", () => {
  standIn('onnxruntime-node', 'exports.mine = true')
  expect(loadNative('compiled-cuda', folder)).toEqual({ mine: true })
  expect(loadNative('compiled-webgpu', folder)).not.toHaveProperty('mine')
  expect(loadNative('compiled-cuda', tmpdir())).toBe(loadNative('compiled', undefined))
})
