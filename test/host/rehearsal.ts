/**
 * An application in memory that plays studies back at any speed: for tests of sessions, transports and pages that need
 * no training. Never shipped; the end-to-end tests run the real application.
 */
import type { Backend, EventName, EventPayload, Handlers } from '../../preload/contract/api.ts'
import { ContractError } from '../../preload/contract/fault.ts'
import type {
  Budget,
  Configuration,
  DatasetEntry,
  DeviceReport,
  LearningCurve,
  Message,
  ParameterValue,
  ProjectInfo,
  SearchSpace,
  StudyDefinition,
  StudyDraft,
  StudyReport,
  StudyStatus,
  TrialRow,
  WorkerState,
} from '../../preload/contract/types.ts'

export interface RehearsalOptions {
  /** Milliseconds between epochs; 0: nothing runs by itself, call `step`. */
  readonly epochMs?: number
  readonly epochsPerTrial?: number
  readonly seed?: number
  /** Budget of a study that names none. */
  readonly defaultTrials?: number
  /** Ended trials that a new study has from the start. */
  readonly finishedTrials?: number
}

export interface Rehearsal extends Backend {
  /** Ends one epoch of every running study. */
  step(): void
  emit<Name extends EventName>(event: Name, payload: EventPayload<Name>): void
  readonly calls: string[]
  close(): void
}

const space: SearchSpace = {
  parameters: [
    { name: 'optimizer', kind: 'categorical', choices: ['adam', 'momentum', 'rmsprop'], default: 'adam' },
    { name: 'learningRate', kind: 'float', low: 1e-4, high: 0.1, scale: 'log', default: 1e-3 },
    {
      name: 'momentum',
      kind: 'float',
      low: 0.5,
      high: 0.99,
      scale: 'linear',
      default: 0.9,
      when: [{ parameter: 'optimizer', in: ['momentum'] }],
    },
    { name: 'batchSize', kind: 'int', low: 16, high: 256, scale: 'powersOf2', default: 64 },
    { name: 'layers', kind: 'int', low: 1, high: 3, scale: 'linear', default: 2 },
    { name: 'neurons', kind: 'int', low: 16, high: 512, scale: 'log', default: 64 },
    { name: 'dropout', kind: 'float', low: 0, high: 0.6, scale: 'linear', default: 0 },
    { name: 'batchNorm', kind: 'bool', default: false },
    { name: 'epochs', kind: 'fixed', value: 20 },
  ],
  relations: [],
}

const devices: DeviceReport = {
  engines: [{ engine: 'compiled', device: 'cpu', state: 'works', text: 'mlp: 41,000 steps a second' }],
  probes: [],
  order: ['compiled'],
  reference: 'tfjs-cpu',
  largestError: 1e-3,
  advice: [],
}

const datasets: readonly DatasetEntry[] = [
  {
    id: 'digits-8x8',
    title: 'Optical recognition of handwritten digits, 8x8',
    kind: 'image',
    task: 'classification',
    rows: 5620,
    shape: [8, 8, 1],
    classes: 10,
    licence: 'CC BY 4.0',
    trainable: true,
    studySeconds: 150,
  },
  {
    id: 'penguins',
    title: 'Palmer penguins',
    kind: 'table',
    task: 'classification',
    rows: 344,
    columns: 6,
    classes: 3,
    licence: 'CC0 1.0',
    trainable: true,
  },
  {
    id: 'sms-spam',
    title: 'SMS spam collection',
    kind: 'text',
    rows: 5574,
    classes: 2,
    licence: 'CC BY 4.0',
    trainable: false,
    because: 'Text cannot be trained yet.',
  },
]

interface Study {
  definition: StudyDefinition
  project: string
  status: StudyStatus
  because: string
  rows: TrialRow[]
  curves: Map<number, { epochs: number[]; values: number[] }>
  seconds: number
  createdAt: number
  test?: { openedAt: number; afterTrials: number; tunedSince: boolean }
}

export function createRehearsal(options: RehearsalOptions = {}): Rehearsal {
  const random = mulberry(options.seed ?? 1)
  const epochs = options.epochsPerTrial ?? 20
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const projects = new Map<string, ProjectInfo>()
  const studies = new Map<string, Study>()
  const messages: Message[] = []
  const calls: string[] = []

  function emit<Name extends EventName>(event: Name, payload: EventPayload<Name>): void {
    for (const listener of listeners.get(event) ?? []) listener(payload as never)
  }
  function say(text: string, study?: string, level: Message['level'] = 'info'): void {
    const message: Message = { id: messages.length, time: Date.now(), level, text, ...(study ? { study } : {}) }
    messages.push(message)
    emit('messages.added', { ...(study ? { study } : {}), messages: [message] })
  }
  const names = space.parameters.map((parameter) => parameter.name)

  function find(id: string): Study {
    const study = studies.get(id)
    if (!study) throw new ContractError({ code: 'study-missing', message: `There is no study ${id}.` })
    return study
  }

  function draw(): Configuration {
    const drawn: Record<string, ParameterValue> = {}
    for (const parameter of space.parameters) {
      if (parameter.name === 'momentum' && drawn.optimizer !== 'momentum') continue
      const at = random()
      if (parameter.kind === 'float' || parameter.kind === 'int') {
        const value =
          parameter.scale === 'linear'
            ? parameter.low + at * (parameter.high - parameter.low)
            : parameter.low * (parameter.high / parameter.low) ** at
        drawn[parameter.name] =
          parameter.scale === 'powersOf2'
            ? 2 ** Math.round(Math.log2(value))
            : parameter.kind === 'int'
              ? Math.round(value)
              : value
      } else if (parameter.kind === 'categorical')
        drawn[parameter.name] = parameter.choices[Math.floor(at * parameter.choices.length)] as string
      else if (parameter.kind === 'bool') drawn[parameter.name] = at < 0.5
      else drawn[parameter.name] = parameter.value
    }
    return drawn
  }

  function defaults(): Configuration {
    const values: Record<string, ParameterValue> = {}
    for (const parameter of space.parameters) {
      if (parameter.name === 'momentum') continue
      values[parameter.name] = parameter.kind === 'fixed' ? parameter.value : parameter.default
    }
    return values
  }

  function queue(study: Study, configuration: Configuration, origin: TrialRow['origin']): TrialRow {
    const row: TrialRow = {
      number: study.rows.length,
      state: 'queued',
      origin,
      configuration: names.map((name) => configuration[name] ?? null),
      epochs: 0,
      epochsPlanned: epochs,
      seconds: 0,
    }
    study.rows.push(row)
    return row
  }

  function update(study: Study, row: TrialRow, change: Partial<TrialRow>): TrialRow {
    const next = { ...row, ...change }
    study.rows[row.number] = next
    return next
  }

  function advance(study: Study): TrialRow[] {
    const changed: TrialRow[] = []
    let running = study.rows.slice(-200).filter((row) => row.state === 'running').length
    const most = study.definition.budget.trials ?? 1_000
    while (running < study.definition.workers) {
      let row = study.rows.slice(-200).find((candidate) => candidate.state === 'queued')
      if (!row) {
        if (study.rows.length >= most) break
        row = queue(
          study,
          study.rows.length === 0 ? defaults() : draw(),
          study.rows.length === 0 ? 'default' : 'sampler',
        )
      }
      changed.push(update(study, row, { state: 'running', startedAt: study.seconds }))
      running += 1
    }
    for (const row of study.rows.slice(-200)) {
      if (row.state !== 'running') continue
      const epoch = row.epochs + 1
      const value = score(row, epoch, random)
      const curve = study.curves.get(row.number) ?? { epochs: [], values: [] }
      curve.epochs.push(epoch)
      curve.values.push(value)
      study.curves.set(row.number, curve)
      emit('epochs.reported', { study: study.definition.id, reports: [{ trial: row.number, epoch, value }] })
      const fails = epoch === 3 && row.number > 4 && random() < 0.02
      const poor = row.number > 4 && epoch === 5 && value < 0.8
      const state = fails ? 'failed' : poor ? 'pruned' : epoch >= epochs ? 'complete' : 'running'
      changed.push(
        update(study, row, {
          epochs: epoch,
          value,
          state,
          seconds: row.seconds + 0.4,
          parameters: 9_000,
          ...(state === 'running' ? {} : { endedAt: study.seconds }),
          ...(fails ? { failure: 'nan-loss' } : {}),
        }),
      )
      if (fails) say(`Trial ${row.number} failed: the loss diverged. Not tried again.`, study.definition.id, 'warning')
    }
    study.seconds += 0.4
    return changed
  }

  function report(study: Study): StudyReport {
    const counts = { queued: 0, running: 0, complete: 0, pruned: 0, failed: 0, cancelled: 0 }
    for (const row of study.rows) counts[row.state] += 1
    const complete = study.rows.filter((row) => row.state === 'complete')
    const scored = (row: TrialRow) => ({
      trial: row.number,
      configuration: Object.fromEntries(
        names.flatMap((name, at) => ((row.configuration[at] ?? null) === null ? [] : [[name, row.configuration[at]]])),
      ) as Configuration,
      value: row.value as number,
      validation: { accuracy: row.value as number },
    })
    const best = complete.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))[0]
    const baseline = complete.find((row) => row.number === 0)
    const most = study.definition.budget.trials ?? 100
    const ended = counts.complete + counts.pruned + counts.failed + counts.cancelled
    return {
      id: study.definition.id,
      name: study.definition.name,
      project: study.project,
      datasetId: study.definition.dataset.id,
      status: study.status,
      stage: study.status === 'finished' ? 'done' : 'search',
      because: study.because,
      trials: study.rows.length,
      objective: study.definition.objective,
      ...(best ? { best: scored(best) } : {}),
      ...(baseline ? { baseline: scored(baseline) } : {}),
      createdAt: study.createdAt,
      definition: study.definition,
      budget: study.definition.budget,
      counts,
      seconds: study.seconds,
      epochs: study.rows.reduce((sum, row) => sum + row.epochs, 0),
      progress: {
        fraction: Math.min(1, ended / most),
        ...(ended >= 3
          ? {
              trialsPerMinute: (ended / study.seconds) * 60,
              secondsLeft: { expected: (most - ended) * 2, low: (most - ended) * 1.6, high: (most - ended) * 2.6 },
            }
          : {}),
      },
      finalists: [],
      ...(study.test ? { test: study.test } : {}),
      engines: [{ engine: 'compiled', device: 'cpu', trials: study.rows.length }],
      health: [],
    }
  }

  function announce(study: Study, changed: readonly TrialRow[]): void {
    const id = study.definition.id
    if (changed.length > 0) {
      const last = [...new Map(changed.map((row) => [row.number, row])).values()]
      emit('trials.changed', { study: id, parameters: names, rows: last })
    }
    emit('study.changed', { study: id, report: report(study) })
    emit('pool.changed', { workers: workers() })
  }

  function workers(): WorkerState[] {
    const busy = [...studies.values()].flatMap((study) =>
      study.rows.filter((row) => row.state === 'running').map((row) => ({ study: study.definition.id, row })),
    )
    return [0, 1].map((worker) => {
      const job = busy[worker]
      if (!job) return { worker, state: 'idle' }
      return {
        worker,
        state: 'busy',
        pid: 4_000 + worker,
        study: job.study,
        trial: job.row.number,
        epoch: job.row.epochs,
        epochsPlanned: epochs,
        engine: 'compiled',
        device: 'cpu',
        rssBytes: 240e6,
        samplesPerSecond: 41_000,
      }
    })
  }

  function step(): void {
    for (const study of studies.values()) {
      if (study.status !== 'running') continue
      const changed = advance(study)
      const most = study.definition.budget.trials ?? Infinity
      if (study.rows.length >= most && study.rows.every((row) => row.state !== 'running' && row.state !== 'queued')) {
        study.status = 'finished'
        study.because = 'The budget of trials is spent.'
        say('The study has finished.', study.definition.id)
      }
      announce(study, changed)
    }
  }

  function change(id: string, status: StudyStatus, because: string): StudyReport {
    const study = find(id)
    study.status = status
    study.because = because
    const changed =
      status === 'paused'
        ? study.rows.filter((row) => row.state === 'running').map((row) => update(study, row, { state: 'queued' }))
        : []
    announce(study, changed)
    say(because, id)
    return report(study)
  }

  function define(draft: StudyDraft, id: string): StudyDefinition {
    return {
      id,
      name: draft.name ?? 'Digits, small network',
      dataset: { id: draft.datasetId, fingerprint: 'f'.repeat(64) },
      task: 'classification',
      template: draft.template,
      space: draft.space ?? space,
      objective: { metric: 'accuracy', direction: 'maximise' },
      sampler: { name: 'sobol', options: {} },
      pruner: { name: 'median', options: { warmupEpochs: 5 } },
      protocol: {
        kind: 'holdout',
        validationShare: 0.2,
        by: 'stratified',
        sealed: 'official',
        repeats: 1,
        splitSeed: 1,
        confirm: { top: 3, seeds: 3 },
      },
      budget: draft.budget ?? { trials: options.defaultTrials ?? 120 },
      seed: draft.seed ?? 1,
      workers: draft.workers ?? 2,
      engines: ['compiled', 'tfjs-wasm', 'tfjs-cpu'],
      keepModels: 5,
      retries: 1,
      limits: {},
    }
  }

  /** What no test of a shell asks for. */
  function notRehearsed(): never {
    throw new ContractError({ code: 'not-now', message: 'This is not rehearsed.' })
  }

  function projectInfo(folder: string): ProjectInfo {
    const project = projects.get(folder)
    if (!project) throw new ContractError({ code: 'project-missing', message: `There is no project in ${folder}.` })
    return { ...project, studies: [...studies.values()].filter((study) => study.project === folder).map(report) }
  }

  const handlers: Handlers = {
    'datasets.inspectTable': notRehearsed,
    'datasets.importTable': notRehearsed,
    'projects.discard': notRehearsed,
    'projects.pack': notRehearsed,
    'projects.unpack': notRehearsed,
    'effects.list': notRehearsed,
    'effects.start': notRehearsed,
    'effects.pause': notRehearsed,
    'effects.table': notRehearsed,
    'reports.document': notRehearsed,
    'reports.file': notRehearsed,
    'trials.diagnosis': notRehearsed,
    'app.info': () => ({
      version: '0.1.0',
      platform: 'linux',
      architecture: 'x64',
      processor: 'Rehearsal',
      cores: 2,
      memoryBytes: 8e9,
      projectsFolder: '/rehearsal',
      workers: 2,
      summary: 'The compiled engine trains on the processor, two networks at a time.',
      engines: [{ engine: 'compiled', device: 'cpu', state: 'works', text: '41,000 digits a second.' }],
    }),
    'devices.report': () => devices,
    'devices.test': () => devices,
    'devices.stop': () => devices,
    'spaces.check': () => ({ problems: [] }),
    'pool.state': () => ({ workers: workers() }),
    'messages.recent': ({ study, count }) => ({
      messages: messages.filter((message) => study === undefined || message.study === study).slice(-count),
    }),
    'datasets.catalogue': () => ({ datasets }),
    'datasets.importFolder': () => ({ dataset: datasets[0]!, leftOut: 0, warnings: [] }),
    'datasets.importText': () => ({ dataset: datasets[2]!, leftOut: 0, warnings: [] }),
    'datasets.preview': ({ dataset }) =>
      dataset === 'digits-8x8'
        ? { kind: 'images', shape: [8, 8, 1], samples: Array.from({ length: 10 }, (_, digit) => picture(digit)) }
        : dataset === 'penguins'
          ? {
              kind: 'points',
              x: 'bill length',
              y: 'bill depth',
              groups: ['Adelie', 'Chinstrap', 'Gentoo'],
              points: Array.from({ length: 150 }, (_, at): [number, number, number] => {
                const group = at % 3
                return [40 + group * 4 + random() * 8, 18 - (group === 2 ? 4 : 0) + random() * 3, group]
              }),
            }
          : { kind: 'texts', samples: ['Free entry in a weekly competition', 'See you at seven then'] },
    'templates.list': () => ({
      templates: [
        {
          name: 'mlp',
          title: 'Small network',
          text: 'Fully connected layers: quick, and good on tables and small pictures.',
          recommended: true,
          space,
          objective: { metric: 'accuracy', direction: 'maximise' },
          objectives: [
            { metric: 'accuracy', direction: 'maximise' },
            { metric: 'parameters', direction: 'minimise' },
          ],
          defaults: defaults(),
          hyperparameters: [],
        },
        {
          name: 'cnn',
          title: 'Convolutional network',
          text: 'Sees neighbouring pixels together: better on pictures, slower.',
          recommended: false,
          space,
          objective: { metric: 'accuracy', direction: 'maximise' },
          objectives: [
            { metric: 'accuracy', direction: 'maximise' },
            { metric: 'parameters', direction: 'minimise' },
          ],
          defaults: defaults(),
          hyperparameters: [],
        },
      ],
    }),
    'projects.recent': () => ({
      projects: [...projects.keys()].map((folder) => ({
        folder,
        name: projectInfo(folder).name,
        openedAt: Date.now(),
        missing: false,
        open: true,
        studies: projectInfo(folder).studies,
      })),
    }),
    'projects.create': ({ name }) => {
      const folder = `/rehearsal/${name}`
      projects.set(folder, { folder, name, readOnly: false, notices: [], studies: [] })
      emit('projects.changed', { folder })
      return projectInfo(folder)
    },
    'projects.open': ({ folder }) => projectInfo(folder),
    'projects.close': ({ folder }) => {
      projectInfo(folder)
      return {}
    },
    'projects.forget': ({ folder }) => {
      projects.delete(folder)
      emit('projects.changed', { folder })
      return {}
    },
    'studies.plan': ({ draft }) => {
      return { definition: define(draft, 'plan'), rows: { train: 3058, validation: 765, sealed: 1797 }, cautions: [] }
    },
    'studies.create': ({ folder, draft }) => {
      projectInfo(folder)
      const id = `study-${studies.size + 1}`
      const study: Study = {
        definition: define(draft, id),
        project: folder,
        status: 'new',
        because: 'Not started yet.',
        rows: [],
        curves: new Map(),
        seconds: 0,
        createdAt: Date.now(),
      }
      studies.set(id, study)
      const wanted = Math.min(options.finishedTrials ?? 0, (study.definition.budget.trials ?? 1_000) - 2)
      while (study.rows.length < wanted + study.definition.workers) advance(study)
      emit('projects.changed', { folder })
      return report(study)
    },
    'studies.list': ({ folder }) => ({ studies: projectInfo(folder).studies }),
    'studies.definition': ({ study }) => find(study).definition,
    'studies.report': ({ study }) => report(find(study)),
    'studies.start': ({ study }) => change(study, 'running', 'Started.'),
    'studies.resume': ({ study }) => change(study, 'running', 'Resumed.'),
    'studies.pause': ({ study }) => change(study, 'paused', 'Paused by you.'),
    'studies.stop': ({ study }) => change(study, 'stopped', 'Stopped by you.'),
    'studies.extend': ({ study, budget }: { study: string; budget: Budget }) => {
      const extended = find(study)
      extended.definition = { ...extended.definition, budget }
      return change(study, 'running', 'Extended.')
    },
    'studies.enqueue': ({ study, configuration }) => {
      const row = queue(find(study), configuration, 'user')
      announce(find(study), [row])
      return { trial: row.number }
    },
    'studies.retry': ({ study, trials }) => {
      const failed = find(study).rows.filter(
        (row) => row.state === 'failed' && (trials === undefined || trials.includes(row.number)),
      )
      announce(
        find(study),
        failed.map((row) => update(find(study), row, { state: 'queued', epochs: 0 })),
      )
      return { queued: failed.length }
    },
    'studies.cancel': ({ study, trial }) => {
      const row = find(study).rows[trial]
      if (!row) throw new ContractError({ code: 'trial-missing', message: `There is no trial ${trial}.` })
      announce(find(study), [update(find(study), row, { state: 'cancelled' })])
      return {}
    },
    'studies.insights': () => ({
      trials: 0,
      local: [],
      nearBest: [],
      permutation: [],
      dependence: [],
      sensitivity: [],
      boundaries: [],
      advice: [],
    }),
    'studies.whatIf': () => {
      throw new ContractError({ code: 'too-few-trials', message: 'Too few trials have a result.' })
    },
    'studies.openTest': ({ study }) => {
      find(study).test = { openedAt: Date.now(), afterTrials: find(study).rows.length, tunedSince: false }
      announce(find(study), [])
      return report(find(study))
    },
    'trials.page': ({ study, from, count }) => ({
      parameters: names,
      rows: find(study).rows.slice(from, from + count),
      total: find(study).rows.length,
    }),
    'trials.curves': ({ study, trials }) => ({
      curves: trials.flatMap((trial): LearningCurve[] => {
        const curve = find(study).curves.get(trial)
        return curve ? [{ trial, epochs: [...curve.epochs], values: [...curve.values] }] : []
      }),
    }),
    'trials.detail': ({ study, trial }) => {
      const row = find(study).rows[trial]
      if (!row) throw new ContractError({ code: 'trial-missing', message: `There is no trial ${trial}.` })
      return { row, parameters: names, because: 'Fills a gap of the space.', runs: [] }
    },
  }

  const timer = options.epochMs ? setInterval(step, options.epochMs) : undefined
  return {
    handlers: new Proxy(handlers, {
      get(target, name: keyof Handlers) {
        calls.push(name)
        return target[name]
      },
    }),
    subscribe(event, listener) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set)
      set.add(listener as (payload: never) => void)
      return () => set.delete(listener as (payload: never) => void)
    },
    step,
    emit,
    calls,
    close: () => clearInterval(timer),
  }
}

function score(row: TrialRow, epoch: number, random: () => number): number {
  const [, rate = 1e-3, , batch = 64, , neurons = 64, dropout = 0] = row.configuration as number[]
  const off = Math.log10((rate as number) / 2e-3) ** 2 * 0.05 + Math.abs(Math.log2((batch as number) / 64)) * 0.004
  const size = Math.log2((neurons as number) / 16) * 0.006
  const final = 0.955 + size - off - Math.abs((dropout as number) - 0.2) * 0.03
  const noise = (random() - 0.5) * 0.006
  return Math.min(0.995, Math.max(0.08, final - 0.5 * Math.exp(-epoch / 3.5) + noise))
}

function picture(digit: number): { label: string; pixels: string } {
  const bytes = new Uint8Array(64)
  for (let at = 0; at < 64; at += 1) {
    const [x, y] = [(at % 8) - 3.5, Math.floor(at / 8) - 3.5]
    bytes[at] = Math.max(0, 255 - Math.abs(Math.hypot(x, y) - 1.5 - digit * 0.15) * 180)
  }
  return { label: String(digit), pixels: Buffer.from(bytes).toString('base64') }
}

function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
