import type { AppInfo, DatasetEntry, DatasetPreview, RecentProject, StudyReport } from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import { faultInWords } from '../words/faults.ts'

/** What does not belong to one study: the catalogue, recent projects, this computer, the workers. */
export class Home {
  #client: Client
  #datasets = $state.raw<readonly DatasetEntry[] | undefined>()
  #projects = $state.raw<readonly RecentProject[] | undefined>()
  #info = $state.raw<AppInfo | undefined>()
  #previews = $state.raw<Readonly<Record<string, DatasetPreview>>>({})
  #problem = $state<string | undefined>()

  constructor(client: Client) {
    this.#client = client
    client.onState((state) => {
      if (state === 'open') void this.load()
    })
    client.subscribe('projects.changed', () => void this.#loadProjects())
    client.subscribe('devices.changed', ({ testing }) => {
      if (!testing) void this.#loadInfo()
    })
    client.subscribe('study.changed', ({ report }) => this.#follow(report))
  }

  get datasets() {
    return this.#datasets
  }
  get projects() {
    return this.#projects
  }
  get info() {
    return this.#info
  }
  get problem() {
    return this.#problem
  }
  preview(dataset: string): DatasetPreview | undefined {
    return this.#previews[dataset]
  }

  async load(): Promise<void> {
    this.#problem = undefined
    try {
      const [{ datasets }, info] = await Promise.all([
        this.#client.request('datasets.catalogue', {}),
        this.#client.request('app.info', {}),
        this.#loadProjects(),
      ])
      this.#datasets = datasets
      this.#info = info
      void this.#loadPreviews(datasets)
    } catch (error) {
      this.#problem = faultInWords(error).message
    }
  }

  async #loadInfo(): Promise<void> {
    this.#info = await this.#client.request('app.info', {}).catch(() => this.#info)
  }

  /** One at a time: main reads data in one thread, and what the user asks for is not to wait behind seventeen pictures. */
  async #loadPreviews(datasets: readonly DatasetEntry[]): Promise<void> {
    for (const { id } of datasets.toSorted((a, b) => a.rows - b.rows)) await this.#loadPreview(id)
  }

  /** A picture is an ornament: a tile without one still works. */
  async #loadPreview(dataset: string): Promise<void> {
    if (this.#previews[dataset]) return
    const preview = await this.#client.request('datasets.preview', { dataset }).catch(() => undefined)
    if (preview) this.#previews = { ...this.#previews, [dataset]: preview }
  }

  async #loadProjects(): Promise<void> {
    try {
      this.#projects = (await this.#client.request('projects.recent', {})).projects
    } catch (error) {
      this.#problem = faultInWords(error).message
    }
  }

  /** Lists show where studies stand without asking again. */
  #follow(report: StudyReport): void {
    this.#projects = this.#projects?.map((project) =>
      project.studies.some((study) => study.id === report.id)
        ? { ...project, studies: project.studies.map((study) => (study.id === report.id ? report : study)) }
        : project,
    )
  }

  async open(folder: string) {
    const project = await this.#client.request('projects.open', { folder })
    await this.#loadProjects()
    return project
  }

  async forget(folder: string): Promise<void> {
    await this.#client.request('projects.forget', { folder })
    await this.#loadProjects()
  }
}
