import type { Handlers } from '../../../preload/contract/api.ts'
import { reportDocument } from '../reports/document.ts'
import { reportFile } from '../reports/report-file.ts'
import type { HandlerContext } from './context.ts'
import { answering } from './refusals.ts'

export function reportHandlers({
  options,
  projects,
  workshop,
}: HandlerContext): Pick<Handlers, 'reports.document' | 'reports.file'> {
  return {
    'reports.document': ({ study }) => answering(() => reportDocument(projects.study(study), workshop)),
    'reports.file': ({ study }) =>
      answering(async () => reportFile(await reportDocument(projects.study(study), workshop), options.reportProgram)),
  }
}
