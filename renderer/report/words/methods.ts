import type { ReportDocument } from '../../../preload/contract/types.ts'
import { formatDifference, formatMetric, metricTitle } from '../../words/metrics.ts'
import { countOf, formatCount } from '../../words/numbers.ts'
import { rangeInWords, parameterTitle, variesIn } from '../../words/parameters.ts'
import { budgetInWords } from '../../words/study.ts'
import { costSentence } from './cost.ts'
import { chanceInWords, standingOf } from './headline.ts'
import { intervalInWords } from './interval.ts'
import { listInWords, lower } from './phrases.ts'
import { prunerMethods, references, samplerMethods, type Reference } from './references.ts'

export interface Methods {
  readonly paragraph: string
  /** In the order of their numbers, from 1. */
  readonly references: readonly string[]
}

/** A paragraph for the methods section of a paper, with numbered references; all of it from the study's journal. */
export function methodsOf(document: ReportDocument): Methods {
  const cited: Reference[] = []
  const cite = (...names: readonly (Reference | undefined)[]): string => {
    const numbers = names.flatMap((name) => {
      if (name === undefined) return []
      if (!cited.includes(name)) cited.push(name)
      return [cited.indexOf(name) + 1]
    })
    return numbers.length === 0 ? '' : ` [${numbers.join(', ')}]`
  }
  const sentences = [
    dataSentence(document),
    ...searchSentences(document, cite),
    ...protocolSentences(document, cite),
    ...resultSentences(document, cite),
    ...(document.insights?.importance
      ? [
          `Importance was estimated by functional ANOVA over a random forest${cite('fanova')}${document.insights.local.length > 0 ? ` and by PED-ANOVA among the best tenth${cite('pedanova')}` : ''}.`,
        ]
      : []),
    costSentence(document),
    softwareSentence(document, cite),
  ]
  return { paragraph: sentences.join(' '), references: cited.map((name) => references[name]) }
}

type Cite = (...names: readonly (Reference | undefined)[]) => string

function dataSentence({ study, data, template }: ReportDocument): string {
  const { task, dataset } = study.definition
  const rows = data.rows
    ? `${formatCount(data.rows.train)} rows for training, ${formatCount(data.rows.validation)} for validation and ${formatCount(data.rows.sealed)} sealed as a test set`
    : 'its rows divided as below'
  return `The hyperparameters of a ${lower(template.title)} for ${task} were tuned on ${data.title} (${rows}; sha-256 ${dataset.fingerprint.replace(/^sha256[:-]?/, '').slice(0, 16)}…).`
}

function searchSentences({ study }: ReportDocument, cite: Cite): string[] {
  const { definition, budget, counts, trials, objective } = study
  const varying = variesIn(definition.space)
  const space = listInWords(
    varying.map((parameter) => `${parameterTitle(parameter.name)} (${rangeInWords(parameter)})`),
  )
  const sampler = samplerMethods[definition.sampler.name] ?? { words: definition.sampler.name }
  const pruner = prunerMethods[definition.pruner.name]
  const goal = `${objective.direction === 'maximise' ? 'highest' : 'lowest'} validation ${metricTitle(objective.metric)}`
  return [
    `${varying.length === 1 ? 'One hyperparameter was' : `${varying.length} hyperparameters were`} varied: ${space}.`,
    `Configurations for the ${goal} were suggested by ${sampler.words}${cite(sampler.cite)}, beginning with the defaults, within a budget of ${budgetInWords(budget)}; ${countOf(trials, 'trial')} were begun, ${formatCount(counts.complete)} completed.`,
    definition.pruner.name === 'none' || !pruner
      ? 'No trial was stopped early.'
      : `Poor trials were stopped early by ${pruner.words}${cite(pruner.cite)} (${formatCount(counts.pruned)} were).`,
  ]
}

function protocolSentences({ study }: ReportDocument, cite: Cite): string[] {
  const { protocol } = study.definition
  const { confirm } = protocol
  const by = {
    stratified: 'stratified by class',
    random: 'at random',
    group: `by ${protocol.column ?? 'group'}`,
    time: `in the order of ${protocol.column ?? 'time'}`,
  }[protocol.by]
  const split =
    protocol.kind === 'kfold'
      ? `Each configuration was scored by ${protocol.folds ?? 5}-fold cross-validation, rows divided ${by}`
      : `Each configuration was scored on one holdout split, rows divided ${by}`
  const repeats = protocol.repeats > 1 ? `, ${protocol.repeats} trainings each` : ''
  if (confirm.top === 0 || confirm.seeds === 0) return [`${split}${repeats}; nothing was confirmed with fresh seeds.`]
  const fresh = confirm.splits === 'fresh' ? 'fresh seeds and fresh splits' : 'fresh seeds'
  return [
    `${split}${repeats}; preprocessing was fitted on training rows alone.`,
    `Because the best of many validation scores is biased upwards${cite('cawley')}, the best ${confirm.top}${confirm.defaults ? ' and the defaults' : ''} trained again ${confirm.seeds} times with ${fresh}${confirm.splits === 'fresh' ? cite('reshuffling') : ''}${confirm.winner ? `, and the chosen one ${confirm.winner} more times, which give the figure` : ''}.`,
  ]
}

function resultSentences(document: ReportDocument, cite: Cite): string[] {
  const { study, gain } = document
  const { verdict, objective, chosen, baseline } = study
  if (!verdict || !chosen?.confirmed)
    return ['No configuration was confirmed; validation scores of single trainings are reported.']
  const { metric } = objective
  const fresh = study.definition.protocol.confirm.splits === 'fresh'
  const rule =
    study.definition.protocol.confirm.rule === 'one-standard-error'
      ? ` by the one-standard-error rule${cite('breiman')}`
      : ''
  const how = `by Welch's tests${cite('welch')} with moderated variances${cite('smyth')}`
  const interval = verdict.interval
    ? ` (95 % interval ${intervalInWords(metric, verdict.interval)}, Student's t${fresh ? `, corrected for overlapping splits${cite('nadeau')}` : ''})`
    : ''
  const sentences = [
    `Trial ${verdict.chosen} was chosen${rule}, ${how}; its validation ${metricTitle(metric)} is ${formatMetric(metric, chosen.confirmed.mean)}${interval}.`,
  ]
  if (gain && baseline?.confirmed)
    sentences.push(
      `The defaults have ${formatMetric(metric, baseline.confirmed.mean)}: a difference of ${formatDifference(metric, gain.difference)} (${chanceInWords(gain.p)}).`,
    )
  if (standingOf(document) === 'not-better')
    sentences.push('No configuration was better than the defaults beyond noise.')
  const test = chosen.test?.[metric]
  if (test !== undefined)
    sentences.push(
      `On the sealed test set, opened after ${countOf(study.test?.afterTrials ?? study.trials, 'trial')}, it has ${formatMetric(metric, test)}${study.test?.tunedSince ? '; tuning went on afterwards, so that this figure is not independent' : ''}.`,
    )
  return sentences
}

function softwareSentence({ study, version, computers, here }: ReportDocument, cite: Cite): string {
  const used = computers.at(-1) ?? here
  const engines = listInWords(study.engines.map(({ engine, device }) => `${engine} on ${device}`))
  const compiled = study.engines.some(({ engine }) => engine.startsWith('compiled'))
  return `Training used Sweetspot ${used.version || version}, with TensorFlow.js${cite('tensorflowjs')}${compiled ? ` and ONNX Runtime${cite('onnxruntime')}` : ''}${engines ? ` (${engines})` : ''}, on ${used.processor} (${countOf(used.cores, 'core')}).`
}
