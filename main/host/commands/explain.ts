import { resolve } from 'node:path'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../terminal/output.ts'
import { explanationLines } from './explain-text.ts'
import { findStudy } from './find-study.ts'
import { withApp } from './with-app.ts'

/** `sweetspot explain <project>`: which parameters mattered, what the best changed, where ranges end too early. */
export async function explainStudy(
  project: string,
  { study: wanted }: { readonly study?: string },
  output: Output,
): Promise<ExitCode> {
  return withApp(async (app) => {
    const study = app.study(findStudy(await app.openProject(resolve(project)), wanted).id)
    const insights = await app.insights(study.id)
    for (const line of explanationLines(insights, study.definition.objective.metric)) output.line(line)
    if (output.json) output.object({ ...insights })
    return exitCodes.ok
  })
}
