import { join } from 'node:path'
import { z } from 'zod'
import { openDocument } from '../../store/document.ts'
import type { DocumentFormat } from '../../store/document.ts'
import { nodeFiles } from '../../store/node-files.ts'

export interface Settings {
  /** Folder with the user's own @tensorflow/tfjs-node-gpu, onnxruntime-node with CUDA, or CUDA's libraries. */
  readonly librariesFolder?: string | undefined
}

const format: DocumentFormat<Settings> = {
  name: 'sweetspot-settings',
  version: 1,
  schema: z.looseObject({ librariesFolder: z.string().optional() }),
}

const pathIn = (folder: string): string => join(folder, 'settings.json')

/** Settings of this computer; none where the shell has no place for them, or where they cannot be read. */
export async function readSettings(folder: string | undefined): Promise<Settings> {
  if (folder === undefined) return {}
  const document = openDocument(nodeFiles, pathIn(folder), format, {})
  await document.read().catch(() => undefined)
  return document.data
}

/** @throws StoreError */
export async function changeSettings(folder: string, change: Settings): Promise<Settings> {
  await nodeFiles.makeFolder(folder)
  const document = openDocument<Settings>(nodeFiles, pathIn(folder), format, {})
  await document.read()
  document.data = { ...document.data, ...change }
  await document.write()
  return document.data
}
