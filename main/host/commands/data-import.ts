import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { App } from '../../app/app.ts'
import type { FolderChoices } from '../../data/import/folder/choices.ts'
import type { FolderProfile } from '../../data/import/folder/import-folder.ts'
import { BadInput } from '../bad-input.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { interruptible } from '../interrupt.ts'
import type { Output } from '../terminal/output.ts'
import { withApp } from './with-app.ts'

export interface FolderOptions {
  readonly project: string
  readonly size?: string
  readonly colour?: string
  readonly frames?: string
  readonly bands?: string
  readonly label?: string
}

/** `sweetspot data import <folder> --project <folder>`: pictures or recordings become a dataset of the project. */
export async function importMedia(folder: string, options: FolderOptions, output: Output): Promise<ExitCode> {
  const choices = choicesFrom(options)
  return withApp(async (app) => {
    const { reference, profile } = await into(app, resolve(options.project), (project) =>
      interruptible((signal) => app.importFolder(project, resolve(folder), choices, { signal })),
    )
    if (output.json) output.object({ reference, profile })
    else show(reference.id, profile, output)
    return exitCodes.ok
  })
}

/** Has a project worked on that is opened, or made: one that was made is gone again when the work fails. */
async function into<T>(app: App, folder: string, work: (project: string) => Promise<T>): Promise<T> {
  if (existsSync(join(folder, 'project.json'))) return work((await app.openProject(folder)).folder)
  const { folder: made } = await app.createProject(folder)
  try {
    return await work(made)
  } catch (error) {
    await app.closeProject(made)
    rmSync(made, { recursive: true, force: true })
    throw error
  }
}

function show(id: string, { kind, rows, shape, classes, warnings }: FolderProfile, output: Output): void {
  const what = kind === 'image' ? 'pictures' : 'spectrograms'
  output.line(`${id}: ${rows} ${what} of ${shape.join(' x ')}, ${classes.length} classes`)
  for (const { name, rows: count } of classes) output.line(`  ${name}: ${count}`)
  for (const { message } of warnings) output.line(`! ${message}`)
}

/** @throws BadInput for a size or count that is none */
function choicesFrom({ size, colour, frames, bands, label }: FolderOptions): FolderChoices {
  const [, width, height] = /^(\d+)x(\d+)$/i.exec(size ?? '') ?? []
  if (size !== undefined && !(inRange(width, 512) && inRange(height, 512)))
    throw new BadInput('bad-option', `--size ${size} is no size. Write it as 32x32, up to 512x512.`)
  if (colour !== undefined && colour !== 'grey' && colour !== 'rgb')
    throw new BadInput('bad-option', `--colour ${colour} is neither grey nor rgb.`)
  for (const [name, count] of Object.entries({ frames, bands }))
    if (count !== undefined && !inRange(count, 1024))
      throw new BadInput('bad-option', `--${name} ${count} is no count from 1 to 1024.`)
  return {
    ...(width !== undefined && height !== undefined && { width: Number(width), height: Number(height) }),
    ...(colour !== undefined && { colour: colour as 'grey' | 'rgb' }),
    ...(frames !== undefined && { frames: Number(frames) }),
    ...(bands !== undefined && { bands: Number(bands) }),
    ...(label !== undefined && { labelColumn: label }),
  }
}

const inRange = (text: string | undefined, most: number) =>
  text !== undefined && /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most
