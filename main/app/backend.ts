import type { Backend, Handlers } from '../../preload/contract/api.ts'
import type { App } from './app.ts'
import { EventFeed } from './event-feed.ts'
import { appHandlers } from './handlers/app.ts'
import type { HandlerContext } from './handlers/context.ts'
import { deviceHandlers } from './handlers/devices.ts'
import { effectHandlers } from './handlers/effects.ts'
import { datasetHandlers } from './handlers/datasets.ts'
import { importHandlers } from './handlers/imports.ts'
import { insightHandlers } from './handlers/insights.ts'
import { projectHandlers } from './handlers/projects.ts'
import { reportHandlers } from './handlers/reports.ts'
import { studyHandlers } from './handlers/studies.ts'
import { trialHandlers } from './handlers/trials.ts'
import { MessageLog } from './message-log.ts'
import { poolStateOf } from './pool-state.ts'

/** Answers the contract's requests and tells its events. A request without a handler does not compile. */
export function createBackend(parts: Omit<HandlerContext, 'messages'> & { readonly subscribe: App['subscribe'] }): {
  readonly backend: Backend
  close(): void
} {
  const context: HandlerContext = { ...parts, messages: new MessageLog() }
  const { projects, workshop, subscribe } = parts
  const feed = new EventFeed({
    subscribe,
    projects,
    messages: context.messages,
    poolState: () => poolStateOf(workshop.pool, projects),
    devices: () => context.devices.report(),
    effects: context.effects,
    now: () => workshop.clock.now(),
  })
  const handlers: Handlers = {
    ...appHandlers(context),
    ...deviceHandlers(context),
    ...effectHandlers(context),
    ...datasetHandlers(context),
    ...importHandlers(context),
    ...projectHandlers(context),
    ...reportHandlers(context),
    ...studyHandlers(context),
    ...trialHandlers(context),
    ...insightHandlers(context),
  }
  return { backend: { handlers, subscribe: feed.subscribe }, close: () => feed.close() }
}
