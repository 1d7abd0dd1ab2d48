import { reportDocument as documentSchema } from '../../../preload/contract/report.ts'
import type { ReportDocument } from '../../../preload/contract/types.ts'
import { readReportBundle, ReportUnavailable } from '../../report/bundle.ts'
import { reportHtml } from '../../report/html.ts'

/** A report as a file: its name, safe on every system, and its text. */
export interface ReportFile {
  readonly name: string
  readonly html: string
}

/**
 * A report as one HTML file that needs nothing else.
 * @param program folder of the built program that draws reports
 * @throws ReportUnavailable
 */
export async function reportFile(document: ReportDocument, program: string | undefined): Promise<ReportFile> {
  if (program === undefined)
    throw new ReportUnavailable('This program was started without the part that draws reports.')
  const bundle = await readReportBundle(program)
  // What the page will check again when it is opened: a report that could not be read must not be written.
  const checked = documentSchema.parse(document)
  const stem = document.study.name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return {
    name: `${stem.slice(0, 80) || 'study'}-report.html`,
    html: reportHtml(checked, `${document.study.name}, report`, bundle),
  }
}
