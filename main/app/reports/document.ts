import { mostReportRows, reportFormat } from '../../../preload/contract/report.ts'
import type { ReportDocument } from '../../../preload/contract/types.ts'
import { costOf } from '../../report/study/cost.ts'
import { baselinesReport, finalistsReport, gainOverDefaults, noiseBetweenSeeds } from '../../report/study/finalists.ts'
import { unexploredOf } from '../../report/study/unexplored.ts'
import { defaultConfiguration } from '../../search/space/configuration.ts'
import type { Configuration } from '../../search/space/types.ts'
import { compareValues } from '../../study/selection.ts'
import { completeHyperparameters } from '../../training/hyperparameters/complete.ts'
import { templateDefinitions } from '../../training/templates/definitions.ts'
import { splitOf } from '../assignment.ts'
import { insightsOf } from '../insights.ts'
import type { DataShape } from '../search-thread/messages.ts'
import type { StudySession, Workshop } from '../study-session.ts'
import { preprocessingFor } from '../suitable-templates.ts'
import { curveOf, parametersOf, rowOf } from '../trial-rows.ts'
import { codeOf } from './code.ts'
import { chooseRows } from './rows.ts'
import { settingsOf, untouchedOf } from './settings.ts'
import { configurationFileOf, studyFileOf } from './study-file.ts'

/**
 * Everything that a report of a study says or draws, from its journal; the data are looked at for their shape alone, and their
 * absence is said. Some seconds for a long study: importance is worked out in the search thread.
 */
export async function reportDocument(session: StudySession, workshop: Workshop): Promise<ReportDocument> {
  const { state, seconds } = session.core
  const { definition, trials } = state
  const study = session.report()
  const shown = study.chosen ?? study.best
  const standard = study.baseline?.configuration ?? defaultConfiguration(definition.space)
  const configuration = shown?.configuration ?? standard
  const kept = new Set([0, ...state.finalists, ...(shown ? [shown.trial] : [])])
  const rows = chooseRows(
    trials.map((trial) => rowOf(definition, trial)),
    mostReportRows,
    kept,
    (a, b) => compareValues(definition.objective.direction, a, b),
  )
  const [found, insights] = await Promise.all([
    lookAtData(session, workshop, configuration),
    insightsOf(workshop.thread, state).catch(() => undefined),
  ])
  const { title, doc } = templateDefinitions[definition.template]
  const gain = gainOverDefaults(state)
  const noise = noiseBetweenSeeds(state)
  const code = found.shape && shown ? codeOf(definition, configuration, found.shape) : undefined
  const scored = trials.filter(({ state: each }) => each === 'complete' || each === 'pruned')
  return {
    format: reportFormat,
    madeAt: workshop.clock.now(),
    version: workshop.computer.version,
    study,
    data: found.data,
    template: { title, text: doc },
    parameters: parametersOf(definition),
    rows,
    rowsLeftOut: trials.length - rows.length,
    finalists: finalistsReport(state),
    baselines: baselinesReport(state),
    ...(gain ? { gain } : {}),
    ...(noise ? { noise } : {}),
    settings: settingsOf(definition, configuration, standard),
    untouched: untouchedOf(definition, configuration),
    unexplored: unexploredOf(
      definition.space.parameters,
      scored.map((trial) => trial.configuration),
    ).slice(0, 1_000),
    curves: [...kept].flatMap((number) => {
      const curve = trials[number] && curveOf(trials[number])
      return curve ? [curve] : []
    }),
    ...(insights ? { insights } : {}),
    cost: {
      ...costOf(
        state,
        seconds,
        (number) => completeHyperparameters(definition.template, trials[number]!.configuration).epochs,
      ),
      ...(state.joules === undefined ? {} : { joules: state.joules }),
      ...(state.began === undefined ? {} : { began: state.began }),
      ...(state.paused === undefined || state.status === 'running' ? {} : { ended: state.paused }),
    },
    computers: state.computers,
    here: workshop.computer,
    seeds: {
      study: definition.seed,
      split: definition.protocol.splitSeed,
      chosen: shown ? trials[shown.trial]!.runs.map(({ name, plan }) => ({ run: name, seed: plan.seed })) : [],
    },
    files: {
      study: studyFileOf({ ...definition, budget: state.budget }),
      ...(shown ? { best: configurationFileOf(definition, shown.trial, shown.configuration) } : {}),
    },
    ...(code ? { code } : {}),
  }
}

interface Found {
  readonly data: ReportDocument['data']
  readonly shape?: DataShape
}

async function lookAtData(
  session: StudySession,
  { datasets, thread }: Workshop,
  configuration: Configuration,
): Promise<Found> {
  const { definition } = session.core.state
  const { id, fingerprint } = definition.dataset
  const entry = await datasets.find(id, session.project).catch(() => undefined)
  if (!entry)
    return {
      data: { title: id, licence: '', credit: '', source: '', missing: 'It is no longer where the study found it.' },
    }
  const { template, preprocessing } = definition
  const prepared = preprocessingFor(template, completeHyperparameters(template, configuration), preprocessing)
  const shape = await thread
    .inspect({ id, folder: entry.folder, fingerprint }, splitOf(definition, { purpose: 'search' }), prepared)
    .catch(() => undefined)
  const { title, licence, credit, source, classes, rows } = entry
  return {
    data: {
      title,
      shape: entry.shape,
      ...(shape ? { rows: shape.rows } : {}),
      total: rows.train + rows.test,
      ...(classes ? { classes: classes.length } : {}),
      licence: licence || 'not stated',
      credit,
      source,
    },
    ...(shape ? { shape } : {}),
  }
}
