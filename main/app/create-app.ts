import { join } from 'node:path'
import type { App, AppEvent, AppOptions, ProjectInfo } from './app.ts'
import { createBackend } from './backend.ts'
import { DatasetService } from './dataset-service.ts'
import { DeviceService } from './devices/device-service.ts'
import { withLibraries } from './devices/libraries.ts'
import { EffectService } from './effects/effect-service.ts'
import { explainStudy } from './insights.ts'
import { ProjectService } from './project-service.ts'
import { RecentProjects } from './recent-projects.ts'
import { reportDocument } from './reports/document.ts'
import { reportFile } from './reports/report-file.ts'
import { SearchThread } from './search-thread/client.ts'
import { SharedPool } from './shared-pool.ts'
import type { Workshop } from './study-session.ts'
import { StudyService } from './study-service.ts'
import { thisComputer } from './this-computer.ts'

const defaultMinimumFreeBytes = 200e6
const defaultModelBudgetBytes = 1e9

/** Wires the application for a shell. Nothing starts before it is needed: no worker, no thread. */
export function createApp(options: AppOptions): App {
  const listeners = new Set<(event: AppEvent) => void>()
  const emit = (event: AppEvent): void => {
    for (const listener of [...listeners]) listener(event)
  }
  const subscribe: App['subscribe'] = (listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const devices: DeviceService = new DeviceService({
    fork: withLibraries(options.fork, () => devices.librariesFolder),
    resources: options.resources,
    settingsFolder: options.settingsFolder,
    version: options.version,
    now: () => workshop.clock.now(),
    isBusy: () => pool.workers().some(({ state }) => state === 'training'),
    onProbed: () => emit({ type: 'notice', level: 'info', text: devices.summary() }),
    onChanged: () => emit({ type: 'devices' }),
  })
  const pool = new SharedPool({
    fork: withLibraries(options.fork, () => devices.librariesFolder),
    ...(options.poolLimits ? { limits: options.poolLimits } : {}),
    readCardMemory: options.readCardMemory,
    onChanged: () => emit({ type: 'workers' }),
    onTrouble: (text) => emit({ type: 'notice', level: 'error', text }),
  })
  const thread = new SearchThread(options.searchThread)
  const datasets = new DatasetService(options.resources)
  const workshop: Workshop = {
    clock: options.clock ?? { now: () => Date.now() },
    pool,
    thread,
    datasets,
    devices,
    computer: thisComputer(options.version),
    readEnergy: options.readEnergy,
    modelBudgetBytes: options.modelBudgetBytes ?? defaultModelBudgetBytes,
    minimumFreeBytes: options.minimumFreeBytes ?? defaultMinimumFreeBytes,
    emit,
  }
  const projects = new ProjectService(workshop)
  const studies = new StudyService(projects, datasets, thread, devices)
  const recent = new RecentProjects(options.settingsFolder, workshop.clock)
  const effects = new EffectService({
    folder: join(options.projectsFolder, 'effects'),
    workshop,
    projects,
    studies,
  })
  const backend = createBackend({ options, workshop, devices, effects, projects, studies, recent, subscribe })
  const openAndRemember = async (open: () => Promise<ProjectInfo>): Promise<ProjectInfo> => {
    const info = await open()
    await recent.add(info.folder)
    return info
  }
  let closing: Promise<void> | undefined

  return {
    backend: backend.backend,
    createProject: (folder, { name } = {}) => openAndRemember(() => projects.create(folder, name)),
    openProject: (folder) => openAndRemember(() => projects.open(folder)),
    closeProject: (folder) => projects.close(folder),
    project: (folder) => projects.info(folder),
    packProject: (folder, file) => projects.pack(folder, file),
    unpackProject: (file, folder) => openAndRemember(() => projects.unpack(file, folder)),
    datasets: () => datasets.bundled(),
    importTable: (project, file, choices, progress) =>
      datasets.importTable(projects.project(project), file, choices, progress),
    importFolder: (project, folder, choices, progress) =>
      datasets.importFolder(projects.project(project), folder, choices, progress),
    importRunningText: (project, file, progress) =>
      datasets.importRunningText(projects.project(project), file, progress),
    createStudy: (project, draft) => studies.create(project, draft),
    study: (id) => studies.report(id),
    lines: (id) => studies.lines(id),
    model: (id, trial) => studies.model(id, trial),
    run: (id) => studies.run(id),
    start: (id) => studies.start(id),
    pause: (id, because) => studies.pause(id, because),
    stop: (id, { confirm }) => studies.stop(id, confirm),
    extend: (id, budget) => studies.extend(id, budget),
    enqueue: (id, configuration, because) => studies.enqueue(id, configuration, because),
    retry: (id, trial) => studies.retry(id, trial),
    cancel: (id, trial) => studies.cancel(id, trial),
    openTest: (id) => studies.openTest(id),
    insights: async (id) => explainStudy(workshop.thread, projects.study(id).core.state),
    report: (id) => reportDocument(projects.study(id), workshop),
    reportFile: async (id) => reportFile(await reportDocument(projects.study(id), workshop), options.reportProgram),
    subscribe,
    close: () => {
      closing ??= (async () => {
        effects.close()
        await projects.closeAll('Sweetspot was closed.')
        backend.close()
        await devices.close()
        await Promise.all([pool.close(), thread.close()])
      })()
      return closing
    },
  }
}
