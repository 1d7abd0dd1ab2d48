import type { AppOptions } from '../app.ts'
import type { DeviceService } from '../devices/device-service.ts'
import type { EffectService } from '../effects/effect-service.ts'
import type { MessageLog } from '../message-log.ts'
import type { ProjectService } from '../project-service.ts'
import type { RecentProjects } from '../recent-projects.ts'
import type { StudyService } from '../study-service.ts'
import type { Workshop } from '../study-session.ts'

/** What handlers answer from. */
export interface HandlerContext {
  readonly options: AppOptions
  readonly workshop: Workshop
  readonly devices: DeviceService
  readonly effects: EffectService
  readonly projects: ProjectService
  readonly studies: StudyService
  readonly recent: RecentProjects
  readonly messages: MessageLog
}
