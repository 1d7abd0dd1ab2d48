import type { SpaceCheck, SpaceProblem } from '../../preload/contract/types.ts'
import { countConfigurations } from '../search/space/count.ts'
import type { Parameter, SearchSpace } from '../search/space/types.ts'
import { validateSpace } from '../search/space/validate.ts'
import { checkChoice, checkHyperparameter, isPlaceholder } from '../training/hyperparameters/complete.ts'
import type { TemplateName } from '../training/templates/names.ts'

/** A relation's combinations are counted while somebody types: few enough to answer at once. */
const countLimit = 20_000
const mostProblems = 100

/** Everything that is wrong with a space that a template shall search, each with the parameter that it is about. */
export function spaceProblems(space: SearchSpace, template: TemplateName): readonly SpaceProblem[] {
  const problems = validateSpace(space)
  const judged = new Set(problems.map(({ parameter }) => parameter))
  const unfit = space.parameters.flatMap((parameter): SpaceProblem[] => {
    if (judged.has(parameter.name)) return []
    try {
      checkParameter(parameter, template)
      return []
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return [{ code: 'hyperparameter', parameter: parameter.name.slice(0, 200), message }]
    }
  })
  return [...problems, ...unfit]
}

/** The problems of a space, or how many configurations it has. */
export function checkSpace(space: SearchSpace, template: TemplateName): SpaceCheck {
  const problems = spaceProblems(space, template).slice(0, mostProblems)
  if (problems.length > 0)
    return { problems: problems.map((problem) => ({ ...problem, message: problem.message.slice(0, 1_000) })) }
  const { count } = countConfigurations(space, countLimit)
  return { problems: [], ...(count === null ? {} : { configurations: Number(count) }) }
}

/** Every value that the parameter may take must be one that training understands; its ends stand for a range. */
function checkParameter(parameter: Parameter, template: TemplateName): void {
  const { name } = parameter
  if (template === 'custom' && isPlaceholder(name)) return
  const values =
    parameter.kind === 'fixed'
      ? [parameter.value]
      : parameter.kind === 'bool'
        ? [parameter.default]
        : parameter.kind === 'categorical'
          ? parameter.choices
          : [parameter.low, parameter.high]
  for (const value of values) {
    checkHyperparameter(name, value)
    checkChoice(template, name, value)
  }
}
