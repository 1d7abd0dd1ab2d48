import type {
  Budget,
  DatasetEntry,
  Objective,
  StoppingRule,
  StudyDraft,
  StudyPlan,
  TemplateEntry,
  TemplateName,
} from '../../preload/contract/types.ts'
import type { Client } from '../client/client.ts'
import { confirmations, evaluations, pruners } from '../words/evaluation.ts'
import type { ConfirmationChoice, Evaluation, PrunerName } from '../words/evaluation.ts'
import { faultInWords } from '../words/faults.ts'
import type { StoppingChoice } from '../words/stopping.ts'
import { SpaceEditor } from './space-editor.svelte.ts'

/** The study that is about to be made: a draft with defaults everywhere, and main's word on what it would become. */
export class NewStudy {
  #client: Client
  #dataset: string
  #folder: string | undefined
  #entry = $state.raw<DatasetEntry | undefined>()
  #templates = $state.raw<readonly TemplateEntry[] | undefined>()
  #template = $state<TemplateName | undefined>()
  #budget = $state.raw<Budget | undefined>()
  #suggestedBudget = $state.raw<Budget | undefined>()
  #name = $state('')
  #stopping = $state.raw<StoppingRule | undefined>()
  #objective = $state.raw<Objective | undefined>()
  #further = $state.raw<readonly Objective[]>([])
  #evaluation = $state.raw<Evaluation>(evaluations[0])
  #confirmation = $state.raw<ConfirmationChoice>(confirmations[0])
  #pruner = $state.raw<PrunerName | undefined>()
  #plan = $state.raw<StudyPlan | undefined>()
  #problem = $state<string | undefined>()
  #starting = $state(false)
  #editor = $state.raw<SpaceEditor | undefined>()
  readonly #editors: Partial<Record<TemplateName, SpaceEditor>> = {}
  #asked = 0

  /** @param folder the project that holds the dataset; absent: it is a bundled one, and the study gets a project of its own */
  constructor(client: Client, dataset: string, folder?: string) {
    this.#client = client
    this.#dataset = dataset
    this.#folder = folder
  }

  /** Of a project's own dataset; the bundled ones are known to all pages. */
  get entry() {
    return this.#entry
  }
  /** The project that the study will be made in; undefined: one of its own. */
  get folder() {
    return this.#folder
  }
  get #within() {
    return this.#folder === undefined ? {} : { folder: this.#folder }
  }
  get templates() {
    return this.#templates
  }
  get template() {
    return this.#template
  }
  get budget() {
    return this.#budget ?? this.#plan?.definition.budget
  }
  /** Main's own, before the user chose one. */
  get suggestedBudget() {
    return this.#suggestedBudget
  }
  /** What is optimised: the first as chosen or as main has it, and what was added. */
  get objectives(): readonly Objective[] {
    const first = this.#objective ?? this.#templates?.find(({ name }) => name === this.#template)?.objective
    return first ? [first, ...this.#further] : []
  }
  /** What can be optimised with this data. */
  get possibleObjectives(): readonly Objective[] {
    return this.#templates?.find(({ name }) => name === this.#template)?.objectives ?? []
  }
  /** How each trial is scored. */
  get confirmation() {
    return this.#confirmation
  }
  get evaluation() {
    return this.#evaluation
  }
  /** How poor trials are stopped early: as chosen, or as main has it. */
  get pruner() {
    return this.#pruner ?? this.#plan?.definition.pruner.name
  }
  /** With one objective only. */
  get stopping() {
    return this.#further.length > 0 ? undefined : this.#stopping
  }
  get name() {
    return this.#name || (this.#plan?.definition.name ?? '')
  }
  get plan() {
    return this.#plan
  }
  get problem() {
    return this.#problem
  }
  /** Of the chosen template; edits of the others are kept for when they are chosen again. */
  get space() {
    return this.#editor
  }
  get starting() {
    return this.#starting
  }
  get ready(): boolean {
    const isSound = this.#editor?.sound ?? true
    return this.#plan !== undefined && this.#problem === undefined && isSound && !this.#starting
  }

  async load(): Promise<void> {
    try {
      const [{ templates }, own] = await Promise.all([
        this.#client.request('templates.list', { dataset: this.#dataset, ...this.#within }),
        this.#folder === undefined ? undefined : this.#client.request('datasets.catalogue', this.#within),
      ])
      this.#entry = own?.datasets.find(({ id }) => id === this.#dataset)
      this.#templates = templates
      this.#template ??= (templates.find((template) => template.recommended) ?? templates[0])?.name
      this.#edit()
      await this.#replan()
    } catch (error) {
      this.#problem = faultInWords(error).message
    }
  }

  chooseTemplate(template: TemplateName): void {
    this.#template = template
    this.#objective = undefined
    this.#edit()
    void this.#replan()
  }

  chooseBudget(budget: Budget): void {
    this.#budget = budget
    void this.#replan()
  }

  /** Sets the objective at a place, or adds one after the last; a pruner that knows one objective only is let go. */
  chooseObjective(place: number, metric: string): void {
    const objective = this.possibleObjectives.find((one) => one.metric === metric)
    if (!objective) return
    if (place === 0) this.#objective = objective
    else this.#further = [...this.#further.slice(0, place - 1), objective, ...this.#further.slice(place)]
    if (this.#further.length > 0 && this.#pruner && !pruners[this.#pruner].several) this.#pruner = undefined
    void this.#replan()
  }

  removeObjective(place: number): void {
    this.#further = this.#further.filter((_, at) => at !== place - 1)
    void this.#replan()
  }

  evaluate(evaluation: Evaluation): void {
    this.#evaluation = evaluation
    void this.#replan()
  }

  confirmBy(confirmation: ConfirmationChoice): void {
    this.#confirmation = confirmation
    void this.#replan()
  }

  choosePruner(pruner: PrunerName): void {
    this.#pruner = pruner
    void this.#replan()
  }

  /** What may end the search beside its budget, or be told of it. */
  stopWhen(criterion: StoppingChoice, action: StoppingRule['action']): void {
    this.#stopping = criterion === 'never' ? undefined : { criterion, action }
    void this.#replan()
  }

  rename(name: string): void {
    this.#name = name.slice(0, 200)
  }

  #edit(): void {
    const template = this.#templates?.find(({ name }) => name === this.#template)
    if (!template) return
    this.#editors[template.name] ??= new SpaceEditor(this.#client, template, () => void this.#replan())
    this.#editor = this.#editors[template.name]
  }

  #draft(): StudyDraft | undefined {
    if (!this.#template) return undefined
    return {
      datasetId: this.#dataset,
      template: this.#template,
      ...(this.#editor?.edited ? { space: this.#editor.space } : {}),
      ...(this.#budget ? { budget: this.#budget } : {}),
      ...(this.stopping ? { stopping: [this.stopping] } : {}),
      ...(this.#objective ? { objective: this.#objective } : {}),
      ...(this.#further.length > 0 ? { furtherObjectives: this.#further } : {}),
      ...(this.#evaluation.protocol ? { protocol: this.#evaluation.protocol } : {}),
      ...(this.#confirmation.confirmation ? { confirmation: this.#confirmation.confirmation } : {}),
      ...(this.#pruner ? { pruner: { name: this.#pruner, options: {} } } : {}),
      ...(this.#name.trim() ? { name: this.#name.trim() } : {}),
    }
  }

  /** The newest answer counts: a slow earlier one does not overwrite it. */
  async #replan(): Promise<void> {
    const draft = this.#draft()
    if (!draft) return
    this.#asked += 1
    const asked = this.#asked
    try {
      const plan = await this.#client.request('studies.plan', { draft, ...this.#within })
      if (asked !== this.#asked) return
      this.#plan = plan
      if (!draft.budget) this.#suggestedBudget = plan.definition.budget
      this.#problem = undefined
    } catch (error) {
      if (asked === this.#asked) this.#problem = faultInWords(error).message
    }
  }

  /** Makes the study, in a project of its own unless one is given, and starts it. */
  async start(folder = this.#folder): Promise<{ folder: string; study: string } | undefined> {
    const draft = this.#draft()
    if (!draft || this.#starting) return undefined
    this.#starting = true
    this.#problem = undefined
    try {
      const project = folder ?? (await this.#client.request('projects.create', { name: this.name })).folder
      const { id } = await this.#client.request('studies.create', { folder: project, draft })
      await this.#client.request('studies.start', { study: id })
      return { folder: project, study: id }
    } catch (error) {
      this.#problem = faultInWords(error).message
      return undefined
    } finally {
      this.#starting = false
    }
  }
}
