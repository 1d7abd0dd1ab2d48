import { createRequire } from 'node:module'
import { join } from 'node:path'
import { env as environment } from 'node:process'
import { pathToFileURL } from 'node:url'
import type { EngineOptions } from '../options.ts'

const require = createRequire(import.meta.url)

/**
 * How a native package of TensorFlow is loaded: from the user's folder if it is there, else from where Sweetspot is installed.
 * Its kernels call two functions that Node 23 removed (tensorflow/tfjs#8609); and without the variable one process takes the
 * whole GPU. A copy in another folder brings its own tfjs-core, which finds this one's engine and registry by their names in
 * the global object.
 */
export function loadTfjsNode(name: string) {
  return async ({ librariesFolder }: Pick<EngineOptions, 'librariesFolder'>): Promise<void> => {
    environment['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true'
    const util = require('node:util') as Record<string, unknown>
    util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
    util['isArray'] ??= Array.isArray
    const theirs = librariesFolder === undefined ? undefined : resolvedIn(librariesFolder, name)
    // Not a literal: the package is optional, and neither the compiler nor the bundler may insist on it.
    await import(/* @vite-ignore */ theirs === undefined ? name : pathToFileURL(theirs).href)
  }
}

function resolvedIn(folder: string, name: string): string | undefined {
  try {
    return createRequire(join(folder, 'package.json')).resolve(name)
  } catch {
    return undefined
  }
}
