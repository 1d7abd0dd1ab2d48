import type { Backend } from '../../preload/contract/api.ts'
import type { StudyReport } from '../../preload/contract/types.ts'

/** What the desktop shows of studies, outside the page. */
export interface Desktop {
  /** Of what runs, from 0 to 1; undefined: nothing runs. */
  showProgress(share: number | undefined): void
  /** Keeps the machine from sleeping, or lets it. */
  keepAwake(awake: boolean): void
  /** Tells that a study ended; a click leads to it. */
  notify(title: string, text: string, study: { readonly project: string; readonly id: string }): void
}

/** Studies as the shell follows them: which run, and when one ends. */
export interface StudyWatch {
  /** Names of the studies that run now. */
  running(): readonly string[]
  /** Runs once nothing runs any more; at once when nothing does. */
  whenIdle(then: () => void): void
  stop(): void
}

/**
 * Follows all studies: the taskbar shows how far they are, the machine stays awake while one runs, and whoever is elsewhere
 * is told when one is finished or stands still.
 */
export function watchStudies(backend: Pick<Backend, 'subscribe'>, desktop: Desktop): StudyWatch {
  const running = new Map<string, StudyReport>()
  let waiting: (() => void)[] = []

  function show(): void {
    const shares = [...running.values()].map(({ progress }) => progress.fraction)
    desktop.showProgress(shares.length === 0 ? undefined : shares.reduce((sum, one) => sum + one, 0) / shares.length)
    desktop.keepAwake(shares.length > 0)
    if (shares.length > 0) return
    const now = waiting
    waiting = []
    for (const then of now) then()
  }

  const stop = backend.subscribe('study.changed', ({ study, report }) => {
    const before = running.get(study)
    if (report.status === 'running') running.set(study, report)
    else running.delete(study)
    if (before || report.status === 'running') show()
    if (before && report.status !== 'running') {
      const title = `${report.name} is ${report.status}`
      desktop.notify(title, report.because, { project: report.project, id: report.id })
    }
  })

  return {
    running: () => [...running.values()].map(({ name }) => name),
    whenIdle: (then) => {
      if (running.size === 0) then()
      else waiting.push(then)
    },
    stop,
  }
}
