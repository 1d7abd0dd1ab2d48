import type { App, StudyReport } from '../../../app/app.ts'
import { onInterrupt } from '../../interrupt.ts'
import { formatTimeLeft } from '../../terminal/numbers.ts'
import { bar, type Output } from '../../terminal/output.ts'

export interface EffectWatch {
  /** Runs a study to its end or pause, showing one line of progress. */
  carry(study: string): Promise<StudyReport>
  /** Whether the user broke it off. */
  interrupted(): boolean
}

/** Progress of the studies behind an effect; Ctrl+C pauses the one that runs, with everything saved. */
export function effectWatch(app: App, output: Output): EffectWatch {
  let interrupted = false
  return {
    interrupted: () => interrupted,
    async carry(study) {
      const progress = output.progress()
      const release = onInterrupt(() => {
        interrupted = true
        progress.event('Pausing: running trainings are saved at their last checkpoint ...')
        void app.pause(study, 'Interrupted at the terminal.')
      })
      const unsubscribe = app.subscribe((event) => {
        if (event.type === 'notice' && event.level !== 'info') progress.event(event.text)
        if (event.type === 'progress' && event.study === study) progress.status(statusOf(event.report))
      })
      try {
        const report = await app.run(study)
        if (report.status !== 'finished' && !interrupted) progress.event(report.because)
        return report
      } finally {
        unsubscribe()
        release()
        progress.end()
      }
    },
  }
}

function statusOf({ name, counts, budget, progress }: StudyReport): string {
  const done = counts.complete + counts.failed
  const left = formatTimeLeft(progress.secondsLeft)
  return `${bar(progress.fraction)} ${name}: ${done} of ${budget.trials ?? 0} trainings · ${left}`
}
