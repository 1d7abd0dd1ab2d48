import type { ReportDocument } from '../../../preload/contract/types.ts'
import { formatMetric } from '../../words/metrics.ts'
import { countOf } from '../../words/numbers.ts'
import { momentInWords } from './phrases.ts'

export interface TestSetWords {
  /** For the chip that stands in every view. */
  readonly mark: string
  readonly tone: 'plain' | 'ok' | 'warn'
  readonly title: string
  readonly text: string
}

/** How the sealed test set stands. Once it was opened and tuning went on, the result stays marked for good. */
export function testSetInWords({ study, data }: ReportDocument): TestSetWords {
  const { test, definition, chosen, best, baseline, objective } = study
  const rows = data.rows?.sealed
  const count = rows === undefined ? '' : `${countOf(rows, 'row')}, set aside before trial 0. `
  if (definition.protocol.sealed === 0 || rows === 0)
    return {
      mark: 'no test set',
      tone: 'warn',
      title: 'No sealed test set',
      text: 'No rows were set aside: there is no independent figure, and there cannot be one for these data.',
    }
  if (!test)
    return {
      mark: 'test set not opened',
      tone: 'plain',
      title: 'Sealed test set: not opened',
      text: `${count}No sampler, pruner or plot has read it.`,
    }
  const scored = (chosen?.test ?? best?.test)?.[objective.metric]
  const beside = baseline?.test?.[objective.metric]
  const figure =
    scored === undefined
      ? 'It has not been scored yet.'
      : `Trial ${(chosen ?? best)?.trial} has ${formatMetric(objective.metric, scored)}${beside === undefined || chosen?.trial === baseline?.trial ? '' : `, the defaults ${formatMetric(objective.metric, beside)}`}.`
  const opened = `${count}Opened on ${momentInWords(test.openedAt)} after ${countOf(test.afterTrials, 'trial')}.`
  if (test.tunedSince)
    return {
      mark: 'test set used',
      tone: 'warn',
      title: 'Test set used',
      text: `${opened} ${figure} Tuning went on since: this figure is no longer independent, and neither is any that follows.`,
    }
  return {
    mark: `test set opened after ${countOf(test.afterTrials, 'trial')}`,
    tone: 'ok',
    title: 'Test set opened, once',
    text: `${opened} ${figure}`,
  }
}
