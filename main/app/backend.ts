import type { Backend, Handlers } from '../../preload/contract/api.ts'
import type { App, AppOptions } from './app.ts'
import { EventFeed } from './event-feed.ts'
import { appHandlers } from './handlers/app.ts'
import { datasetHandlers } from './handlers/datasets.ts'
import { projectHandlers } from './handlers/projects.ts'
import { studyHandlers } from './handlers/studies.ts'
import { trialHandlers } from './handlers/trials.ts'
import { MessageLog } from './message-log.ts'
import { poolStateOf } from './pool-state.ts'
import type { ProjectService } from './project-service.ts'
import type { RecentProjects } from './recent-projects.ts'
import type { Workshop } from './study-session.ts'
import type { StudyService } from './study-service.ts'

/** What handlers answer from. */
export interface HandlerContext {
  readonly options: AppOptions
  readonly workshop: Workshop
  readonly projects: ProjectService
  readonly studies: StudyService
  readonly recent: RecentProjects
  readonly messages: MessageLog
}

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
    now: () => workshop.clock.now(),
  })
  const handlers: Handlers = {
    ...appHandlers(context),
    ...datasetHandlers(context),
    ...projectHandlers(context),
    ...studyHandlers(context),
    ...trialHandlers(context),
  }
  return { backend: { handlers, subscribe: feed.subscribe }, close: () => feed.close() }
}
