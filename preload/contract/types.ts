/** Names for what crosses, derived from the schemas. */
import type { z } from 'zod'
import type { Plain } from './api.ts'
import type * as datasets from './datasets.ts'
import type * as effects from './effects.ts'
import type * as diagnosis from './diagnosis.ts'
import type * as insights from './insights.ts'
import type * as machine from './machine.ts'
import type * as projects from './projects.ts'
import type * as report from './report.ts'
import type * as space from './space.ts'
import type * as study from './study.ts'
import type * as tables from './tables.ts'
import type * as trials from './trials.ts'

type Of<Schema extends z.ZodType> = Plain<z.output<Schema>>

export type ParameterValue = Of<typeof space.parameterValue>
export type Configuration = Of<typeof space.configuration>
export type Parameter = Of<typeof space.parameter>
export type SearchSpace = Of<typeof space.searchSpace>
export type SpaceCheck = Of<typeof space.spaceCheck>
export type SpaceProblem = Of<typeof space.spaceProblem>

export type Budget = Of<typeof study.budget>
export type Direction = Of<typeof study.direction>
export type Objective = Of<typeof study.objective>
export type StoppingRule = Of<typeof study.stoppingRule>
export type StudyDefinition = Of<typeof study.studyDefinition>
export type StudyDraft = Of<typeof study.studyDraft>
export type StudyPlan = Of<typeof study.studyPlan>
export type StudyReport = Of<typeof study.studyReport>
export type StudyStage = Of<typeof study.studyStage>
export type StudyStatus = Of<typeof study.studyStatus>
export type StudySummary = Of<typeof study.studySummary>
export type Front = Of<typeof study.front>
export type ScoredTrial = Of<typeof study.scoredTrial>
export type HealthNote = Of<typeof study.healthNote>
export type TemplateName = Of<typeof study.templateName>
export type TrialState = Of<typeof study.trialState>

export type ClassReport = Of<typeof trials.classReport>
export type EpochReport = Of<typeof trials.epochReport>
export type LearningCurve = Of<typeof trials.learningCurve>
export type Message = Of<typeof trials.message>
export type TrialDetail = Of<typeof trials.trialDetail>
export type Explanation = Of<typeof trials.explanation>
export type TrialRow = Of<typeof trials.trialRow>
export type TrialsPage = Of<typeof trials.trialsPage>

export type EffectEntry = Of<typeof effects.effectEntry>
export type EffectRun = Of<typeof effects.effectRun>
export type EffectState = Of<typeof effects.effectState>
export type EffectTable = Of<typeof effects.effectTable>
export type EffectVersionName = Of<typeof effects.effectVersion>

export type Insights = Of<typeof insights.insights>
export type WhatIf = Of<typeof insights.whatIf>

export type AppInfo = Of<typeof machine.appInfo>
export type DeviceReport = Of<typeof machine.deviceReport>
export type EngineProbe = Of<typeof machine.engineProbe>
export type EngineState = Of<typeof machine.engineState>
export type PoolState = Of<typeof machine.poolState>
export type WorkerState = Of<typeof machine.workerState>

export type DatasetEntry = Of<typeof datasets.datasetEntry>
export type FolderChoices = Of<typeof datasets.folderChoices>
export type ImportedDataset = Of<typeof datasets.importedDataset>
export type DatasetPreview = Of<typeof datasets.datasetPreview>
export type HyperparameterEntry = Of<typeof datasets.hyperparameterEntry>
export type HyperparameterGroup = Of<typeof datasets.hyperparameterGroup>
export type TemplateEntry = Of<typeof datasets.templateEntry>

export type ProjectInfo = Of<typeof projects.projectInfo>
export type RecentProject = Of<typeof projects.recentProject>

export type ColumnProfile = Of<typeof tables.columnProfile>
export type TableChoices = Of<typeof tables.tableChoices>
export type TableInspection = Of<typeof tables.tableInspection>

export type ReportDocument = Of<typeof report.reportDocument>

export type DatasetExample = Of<typeof diagnosis.datasetExample>
export type TrialDiagnosis = Of<typeof diagnosis.trialDiagnosis>
