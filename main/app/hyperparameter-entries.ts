import type { HyperparameterEntry, HyperparameterGroup } from '../../preload/contract/types.ts'
import { architectureTable } from '../training/hyperparameters/architecture.ts'
import { augmentationTable } from '../training/hyperparameters/augmentation.ts'
import { averagingTable } from '../training/hyperparameters/averaging.ts'
import { convolutionTable } from '../training/hyperparameters/convolution.ts'
import { courseTable } from '../training/hyperparameters/course.ts'
import { lossTable } from '../training/hyperparameters/loss.ts'
import { optimizerTable } from '../training/hyperparameters/optimizer.ts'
import { recurrentTable } from '../training/hyperparameters/recurrent.ts'
import { regularisationTable } from '../training/hyperparameters/regularisation.ts'
import { scheduleTable } from '../training/hyperparameters/schedule.ts'
import type { HyperparameterSpec } from '../training/hyperparameters/spec.ts'
import { tokenTable } from '../training/hyperparameters/tokens.ts'
import type { Task } from '../training/job.ts'
import type { TemplateName } from '../training/templates/names.ts'
import { templateDefinitions } from '../training/templates/definitions.ts'

/** The tables of training in the order of a form. */
export const hyperparameterGroups: Readonly<Record<HyperparameterGroup, Readonly<Record<string, HyperparameterSpec>>>> =
  {
    rate: scheduleTable,
    optimizer: optimizerTable,
    course: courseTable,
    network: architectureTable,
    convolution: convolutionTable,
    recurrent: recurrentTable,
    tokens: tokenTable,
    regularisation: regularisationTable,
    loss: lossTable,
    augmentation: augmentationTable,
    averaging: averagingTable,
  }

/** The loss of the other task never acts. */
const lossOf: Readonly<Record<Task, string>> = { classification: 'classificationLoss', regression: 'regressionLoss' }

/** Every hyperparameter that acts for a template and a task, group by group, with the default that the template gives it. */
export function hyperparameterEntries(template: TemplateName, task: Task): readonly HyperparameterEntry[] {
  return Object.entries(hyperparameterGroups).flatMap(([group, table]) =>
    Object.entries(table)
      .filter(([name, spec]) => spec.templates.includes(template) && actsFor(task, name, spec))
      .map(([name, spec]) => entryOf(name, spec, group as HyperparameterGroup, template)),
  )
}

function actsFor(task: Task, name: string, { actsWith }: HyperparameterSpec): boolean {
  const other = lossOf[task === 'classification' ? 'regression' : 'classification']
  return name !== other && actsWith?.name !== other
}

function entryOf(
  name: string,
  spec: HyperparameterSpec,
  group: HyperparameterGroup,
  template: TemplateName,
): HyperparameterEntry {
  const { defaults, reasons } = templateDefinitions[template]
  const { title, doc, actsWith } = spec
  const own = defaults[name]
  const common = {
    name,
    title,
    doc,
    group,
    ...(actsWith ? { actsWith: { name: actsWith.name, in: [...actsWith.in] } } : {}),
    ...(reasons[name] ? { reason: reasons[name] } : {}),
  }
  switch (spec.kind) {
    case 'bool':
      return { ...common, kind: 'bool', default: own === undefined ? spec.default : own === true }
    case 'choice': {
      const value = own ?? spec.default
      return {
        ...common,
        kind: 'choice',
        choices: [...(spec.choicesFor?.[template] ?? spec.choices)],
        ...(value === undefined ? {} : { default: String(value) }),
      }
    }
    default: {
      const value = own ?? spec.default
      const { kind, min, max, open = [] } = spec
      return { ...common, kind, min, max, open: [...open], ...(value === undefined ? {} : { default: Number(value) }) }
    }
  }
}
