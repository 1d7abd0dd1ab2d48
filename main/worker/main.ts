/**
 * The subprocess that trains: forked by the pool through child_process or Electron's utilityProcess, whichever shell runs.
 * It keeps nothing that matters: whoever kills it loses one training.
 */
import { loadReferenced } from '../data/load.ts'
import { prepareTrainingData } from '../data/prepare.ts'
import { Engines } from '../training/engines/open.ts'
import { DataCache } from './data-cache.ts'
import { runWorker } from './run-worker.ts'
import { createTrain } from './train-assignment.ts'

const preparedBytes = 256 * 2 ** 20
/** Of the user's own native packages; see app/devices/libraries.ts. */
const librariesFolder = process.env['SWEETSPOT_LIBRARIES']
const clock = (): number => performance.now()

runWorker(
  createTrain({
    data: new DataCache({ load: loadReferenced, prepare: prepareTrainingData }, preparedBytes),
    engines: new Engines({ clock, ...(librariesFolder && { librariesFolder }) }),
    clock,
  }),
)
