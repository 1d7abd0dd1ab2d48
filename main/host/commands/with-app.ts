import type { App } from '../../app/app.ts'
import type { ExitCode } from '../exit-codes.ts'
import { openApp } from '../open-app.ts'

/** Opens the application for one command; whatever happens, workers, threads and locks are given back. */
export async function withApp(command: (app: App) => Promise<ExitCode>): Promise<ExitCode> {
  const app = openApp()
  try {
    return await command(app)
  } finally {
    await app.close()
  }
}
