import { basename, resolve } from 'node:path'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../terminal/output.ts'
import { withApp } from './with-app.ts'

const ending = '.sweetspot'

/** `sweetspot pack <project>`: the whole project as one file. */
export async function pack(project: string, options: { readonly out?: string }, output: Output): Promise<ExitCode> {
  return withApp(async (app) => {
    const { folder } = await app.openProject(resolve(project))
    const packed = await app.packProject(folder, resolve(options.out ?? `${basename(folder)}${ending}`))
    if (output.json) output.object(packed)
    else output.line(`${packed.file}: ${packed.files} files, ${(packed.bytes / 1e6).toFixed(1)} MB`)
    return exitCodes.ok
  })
}

/** `sweetspot unpack <file>`: a project folder again; the file is checked before anything is written. */
export async function unpack(file: string, options: { readonly into?: string }, output: Output): Promise<ExitCode> {
  return withApp(async (app) => {
    const folder = resolve(options.into ?? basename(file).replace(/\.(sweetspot|zip)$/i, ''))
    const project = await app.unpackProject(resolve(file), folder)
    if (output.json) output.object(project)
    else output.line(`${project.folder}: ${project.studies.map(({ name }) => name).join(', ') || 'no study'}`)
    return exitCodes.ok
  })
}
