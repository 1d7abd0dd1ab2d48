import type { App, AppEvent, StudyReport } from '../../app/app.ts'
import type { JournalLine } from '../../study/journal-line.ts'
import { metricInWords } from '../terminal/metric.ts'
import { formatNumber, formatTimeLeft } from '../terminal/numbers.ts'
import { bar, type Output, type Progress } from '../terminal/output.ts'

/**
 * Runs a study to its end (or pause), showing progress; Ctrl+C pauses it with everything saved.
 * @returns the report, and whether the user interrupted
 */
export async function watchStudy(
  app: App,
  study: string,
  output: Output,
  interrupt: (onInterrupt: () => void) => () => void,
): Promise<{ report: StudyReport; interrupted: boolean }> {
  const progress = output.progress()
  const metric = app.study(study).definition.objective.metric
  let interrupted = false
  const release = interrupt(() => {
    interrupted = true
    progress.event('Pausing: running trials are saved at their last checkpoint ...')
    void app.pause(study, 'Interrupted at the terminal.')
  })
  const unsubscribe = app.subscribe((event) => show(event, study, metric, progress))
  try {
    const report = await app.run(study)
    return { report, interrupted }
  } finally {
    unsubscribe()
    release()
    progress.end()
  }
}

function show(event: AppEvent, study: string, metric: string, progress: Progress): void {
  if (event.type === 'notice') progress.event(event.text)
  else if (event.type === 'progress' && event.study === study) progress.status(statusLine(event.report))
  else if (event.type === 'line' && event.study === study) {
    const text = eventText(event.line, metric)
    if (text !== undefined) progress.event(text)
  }
}

/** One line that fits 80 columns: bar, trials, rate, time left, best so far. */
export function statusLine(report: StudyReport): string {
  const { progress, best, counts } = report
  const left = formatTimeLeft(progress.secondsLeft)
  const rate = progress.trialsPerMinute === undefined ? '' : ` · ${formatNumber(progress.trialsPerMinute)}/min`
  const top = report.front && report.front.trials.length > 1 ? `front of ${report.front.trials.length}, ` : ''
  const score = best ? ` · ${top}best ${metricInWords(report.definition.objective.metric, best.value)}` : ''
  const stage = report.stage === 'search' ? '' : ` · ${report.stage}`
  return `${bar(progress.fraction, 12)} ${counts.complete} done, ${counts.pruned} pruned${rate} · ${left}${score}${stage}`
}

/** What a journal line tells a person who watches; undefined for the many that it need not. */
export function eventText(line: JournalLine, metric: string): string | undefined {
  switch (line.type) {
    case 'result':
      return line.run.startsWith('search/') ? `trial ${line.trial}: ${metricInWords(metric, line.value)}` : undefined
    case 'stage':
      // The status that follows says the same of an end.
      return line.stage === 'done' ? undefined : line.because
    case 'status':
      return line.status === 'running' ? undefined : line.because
    default:
      return undefined
  }
}
