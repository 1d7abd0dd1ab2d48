import type { PoolState, WorkerState } from '../../preload/contract/types.ts'
import type { SeatState, SeatView } from '../pool/seat.ts'
import { findRun } from '../study/trial.ts'
import type { RunName } from '../study/protocol.ts'
import { completeHyperparameters } from '../training/hyperparameters/complete.ts'
import type { ProjectService } from './project-service.ts'
import type { SharedPool } from './shared-pool.ts'

const shown: Readonly<Record<SeatState, WorkerState['state']>> = {
  empty: 'stopped',
  starting: 'starting',
  idle: 'idle',
  training: 'busy',
  leaving: 'stopped',
  'backing-off': 'stopped',
}

/** The worker processes and what each of them trains. */
export function poolStateOf(pool: SharedPool, projects: ProjectService): PoolState {
  return { workers: pool.workers().map((seat) => workerOf(seat, projects)) }
}

function workerOf({ worker, state, pid, id, rssBytes }: SeatView, projects: ProjectService): WorkerState {
  return {
    worker,
    state: shown[state],
    ...(pid === undefined ? {} : { pid }),
    ...(rssBytes === undefined ? {} : { rssBytes }),
    ...(id === undefined ? {} : trainingOf(id, projects)),
  }
}

/** `id` as StudyRunner.idOf makes it: study, trial, run, attempt. */
function trainingOf(id: string, projects: ProjectService): Partial<WorkerState> {
  const [study = '', number, run] = id.split(' ')
  const session = projects.find(study)
  const trial = session?.core.state.trials[Number(number)]
  if (!session || !trial) return {}
  const found = findRun(trial, run as RunName)
  const { epochs } = completeHyperparameters(session.core.state.definition.template, trial.configuration)
  return {
    study,
    trial: trial.number,
    epoch: found?.curve.length ?? 0,
    epochsPlanned: epochs,
    ...(found?.engine ? { engine: found.engine, device: found.device } : {}),
  }
}
