import { defaultConfiguration } from '../search/space/configuration.ts'
import type { StudyDefinition } from '../study/study.ts'
import { completeHyperparameters, unknownOf } from '../training/hyperparameters/complete.ts'
import { BadTopology } from '../training/topology/fault.ts'
import { layersOf, parseTopology } from '../training/topology/keras.ts'
import { readLayers } from '../training/topology/layers.ts'
import { builtIn, filled, placeholdersOf } from '../training/topology/placeholders.ts'

type Checked = Pick<StudyDefinition, 'template' | 'topology' | 'space'>

/**
 * Checks that a topology and a search space fit each other, and that the default configuration gives a network that can be
 * trained; whether it fits the data shows when they are prepared.
 * @throws BadTopology
 */
export function checkTopology({ template, topology, space }: Checked): void {
  if (template !== 'custom') {
    if (topology !== undefined) throw new BadTopology(`The template ${template} takes no topology. Choose custom.`)
    return
  }
  if (topology === undefined)
    throw new BadTopology('The custom template needs a topology: a model.json with layers, given by --topology.')
  const written = parseTopology(topology)
  const names = placeholdersOf(written).map(({ name }) => name)
  const everything = Object.fromEntries(space.parameters.map(({ name }) => [name, 0]))
  for (const name of Object.keys(unknownOf(everything)))
    if (!names.includes(name))
      throw new BadTopology(
        `The search space varies ${name}, which is neither a hyperparameter nor a placeholder of the topology. Its placeholders: ${names.join(', ') || 'none'}.`,
      )
  const { placeholders = {} } = completeHyperparameters(template, defaultConfiguration(space))
  const data = Object.fromEntries(builtIn.map((name) => [name, 2]))
  readLayers(layersOf(filled(written, { ...placeholders, ...data })))
}
