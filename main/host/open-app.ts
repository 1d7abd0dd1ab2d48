import { homedir } from 'node:os'
import { join } from 'node:path'
import { version } from '../../package.json'
import type { App } from '../app/app.ts'
import { createApp } from '../app/create-app.ts'
import { readCardMemory } from './card-memory.ts'
import { createChildFork } from './fork-child.ts'
import { createEnergyMeter } from './energy-meter.ts'
import { reportProgramFolder, resourcesFolder, searchThreadModule, workerModule } from './paths.ts'
import { processClock } from '../pool/process-clock.ts'

export { version }

type Environment = Readonly<Record<string, string | undefined>>

/** Where settings and what was found of the machine are kept. */
export const settingsFolderOf = (environment: Environment = process.env): string =>
  environment['SWEETSPOT_HOME'] ?? join(homedir(), '.sweetspot')

/** What a shell in plain Node gives whoever trains: subprocesses, time, bundled files. */
export function shellParts() {
  return { fork: createChildFork(workerModule), clock: processClock, resources: resourcesFolder }
}

/**
 * The application in this process. Its settings lie in ~/.sweetspot (SWEETSPOT_HOME names another folder), new projects of the
 * window in ~/Sweetspot (SWEETSPOT_PROJECTS).
 */
export function openApp(environment: Environment = process.env): App {
  return createApp({
    fork: createChildFork(workerModule),
    resources: resourcesFolder,
    searchThread: searchThreadModule,
    projectsFolder: environment['SWEETSPOT_PROJECTS'] ?? join(homedir(), 'Sweetspot'),
    settingsFolder: settingsFolderOf(environment),
    version,
    readCardMemory,
    readEnergy: createEnergyMeter(),
    reportProgram: reportProgramFolder,
  })
}
