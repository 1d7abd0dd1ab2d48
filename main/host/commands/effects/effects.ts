import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { App } from '../../../app/app.ts'
import { effectDefinitions, findEffect } from '../../../app/effects/definitions.ts'
import { runEffect } from '../../../app/effects/run-effect.ts'
import type { EffectTable } from '../../../report/effects/table.ts'
import type { EffectDefinition, EffectVersion } from '../../../study/effects/definition.ts'
import { BadInput } from '../../bad-input.ts'
import { exitCodes, type ExitCode } from '../../exit-codes.ts'
import { formatDuration } from '../../terminal/numbers.ts'
import type { Output } from '../../terminal/output.ts'
import { withApp } from '../with-app.ts'
import { effectText } from './effect-text.ts'
import { effectWatch } from './watch.ts'

export interface EffectOptions {
  /** Folder that holds a project for each effect. */
  readonly project?: string
  readonly quick?: boolean
  readonly fair?: boolean
}

/**
 * `sweetspot effects [names]`: measures the effects and prints a table for each; without names, all of them. Each effect is a
 * project of its own below the folder; run again, it goes on where it was interrupted, and reads back what is done.
 */
export async function effects(names: readonly string[], options: EffectOptions, output: Output): Promise<ExitCode> {
  const definitions = names.length === 0 ? effectDefinitions : names.map(findEffect)
  const version: EffectVersion = { kind: options.fair ? 'fair' : 'naive', quick: options.quick === true }
  const folder = resolve(options.project ?? 'effects')
  return withApp(async (app) => {
    const watch = effectWatch(app, output)
    const tables: EffectTable[] = []
    const started = Date.now()
    for (const definition of definitions) {
      output.remark(`${definition.title} (${definition.datasetId}) ...`)
      const project = await openOrMake(app, join(folder, definition.id), definition)
      const table = await runEffect(app, project, definition, version, watch.carry)
      if (table === undefined) {
        const again = ['effects', ...names, ...(version.quick ? ['--quick'] : []), ...(options.fair ? ['--fair'] : [])]
        output.remark(`\nGo on with: npx sweetspot ${again.join(' ')}`)
        break
      }
      tables.push(table)
      for (const line of effectText(table)) output.line(line)
      output.line()
      await app.closeProject(project)
    }
    if (output.json) output.object({ effects: tables })
    output.remark(
      `${tables.length} of ${definitions.length} effects in ${formatDuration((Date.now() - started) / 1000)}.`,
    )
    output.remark(`Projects: ${folder}`)
    if (tables.length === definitions.length) return exitCodes.ok
    return watch.interrupted() ? exitCodes.interrupted : exitCodes.noResult
  })
}

async function openOrMake(app: App, folder: string, { title }: EffectDefinition): Promise<string> {
  const exists = existsSync(join(folder, 'project.json'))
  const project = exists ? await app.openProject(folder) : await app.createProject(folder, { name: title })
  if (project.readOnly)
    throw new BadInput(
      'project-locked',
      `${folder} is open in another program (${project.heldBy ?? 'unknown'}). Close it there first.`,
    )
  return project.folder
}
