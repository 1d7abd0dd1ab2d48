import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReportBundle } from './html.ts'

/** The program that draws reports was not built, or not installed. */
export class ReportUnavailable extends Error {
  override readonly name = 'ReportUnavailable'
  readonly code = 'report-unavailable'
}

/** Reads the built program of reports. @throws ReportUnavailable */
export async function readReportBundle(folder: string): Promise<ReportBundle> {
  try {
    const [script, style] = await Promise.all(
      ['report.js', 'report.css'].map((name) => readFile(join(folder, name), 'utf8')),
    )
    return { script: script ?? '', style: style ?? '' }
  } catch (cause) {
    throw new ReportUnavailable(
      `The part of Sweetspot that draws reports is missing from ${folder}. Run \`npm run build\`, or install Sweetspot again.`,
      { cause },
    )
  }
}
