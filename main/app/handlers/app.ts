import { availableParallelism, arch, cpus, freemem, platform, totalmem } from 'node:os'
import type { Handlers } from '../../../preload/contract/api.ts'
import { defaultPoolSize } from '../../pool/default-size.ts'
import type { HandlerContext } from './context.ts'
import { poolStateOf } from '../pool-state.ts'

type AppHandlers = Pick<Handlers, 'app.info' | 'pool.state' | 'messages.recent'>

export function appHandlers({ options, workshop, devices, projects, messages }: HandlerContext): AppHandlers {
  return {
    'app.info': async () => {
      await devices.load()
      devices.probeInBackground()
      const workers = defaultPoolSize(availableParallelism(), freemem())
      return {
        version: options.version,
        platform: platform(),
        architecture: arch(),
        processor: cpus()[0]?.model.trim() || 'unknown processor',
        cores: availableParallelism(),
        memoryBytes: totalmem(),
        projectsFolder: options.projectsFolder,
        workers,
        summary: `${devices.summary()} ${workers} ${workers === 1 ? 'trial' : 'trials'} at a time.`,
        engines: devices.engines(),
      }
    },
    'pool.state': () => poolStateOf(workshop.pool, projects),
    'messages.recent': ({ count, study }) => ({ messages: messages.recent(count, study) }),
  }
}
