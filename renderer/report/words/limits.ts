import type { ReportDocument } from '../../../preload/contract/types.ts'
import { countOf, formatCount } from '../../words/numbers.ts'
import { variesIn } from '../../words/parameters.ts'
import { isDraft } from './headline.ts'

/** What the figures do not say. */
export function limitsInWords(document: ReportDocument): readonly string[] {
  const { study, data, rowsLeftOut, insights } = document
  const { protocol, space } = study.definition
  const validation = data.rows?.validation
  return [
    ...(isDraft(document) ? ['The study is not over: this is a draft.'] : []),
    `The figures hold for ${data.title} as it was (the fingerprint names it), divided as described; rows of another origin or a later time may be predicted less well.`,
    ...(study.verdict
      ? [
          protocol.confirm.splits === 'fresh'
            ? 'Intervals cover seeds and random divisions of these rows, corrected for the rows that divisions share; not another draw of data.'
            : `Intervals cover the seeds alone: every training validates on the same ${validation === undefined ? 'rows' : countOf(validation, 'row')}.`,
        ]
      : ['There are no intervals: nothing trained more than once with the same settings.']),
    ...(study.test
      ? []
      : [
          'Validation rows have chosen the configuration. The sealed test set alone could give a figure that played no part in it.',
        ]),
    `The search varied ${countOf(variesIn(space).length, 'hyperparameter')} within the ranges above; what it did not vary may matter as much.`,
    ...(insights?.importance
      ? ['Importance describes this space and these trials, not the task: a wider or narrower range changes it.']
      : []),
    ...(study.counts.failed > 0
      ? [
          `${formatCount(study.counts.failed)} failed ${study.counts.failed === 1 ? 'trial is' : 'trials are'} left out of all figures.`,
        ]
      : []),
    ...(rowsLeftOut > 0
      ? [
          `Plots show ${formatCount(document.rows.length)} trials: the best, and an even choice of the others; figures count all.`,
        ]
      : []),
  ]
}
