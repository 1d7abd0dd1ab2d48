import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { BadInput } from '../bad-input.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../terminal/output.ts'
import { findStudy } from './find-study.ts'
import { withApp } from './with-app.ts'

export interface ReportOptions {
  readonly study?: string
  readonly out?: string
}

/** `sweetspot report <project>`: a study's report as one HTML file that opens anywhere, offline. */
export async function report(project: string, options: ReportOptions, output: Output): Promise<ExitCode> {
  return withApp(async (app) => {
    const { id } = findStudy(await app.openProject(resolve(project)), options.study)
    const { name, html } = await app.reportFile(id)
    const path = resolve(options.out ?? name)
    try {
      writeFileSync(path, html)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new BadInput(
        'file-not-writable',
        `The report cannot be written to ${path}: ${reason}. Name another file with --out.`,
      )
    }
    output.line(`Wrote ${path} (${Math.round(html.length / 1000)} kB). It opens in any browser, offline.`)
    if (output.json) output.object({ study: id, file: path, characters: html.length })
    return exitCodes.ok
  })
}
