import { z } from 'zod'
import { BadTopology } from './fault.ts'

/** A layer as Keras writes it: its class and settings, still with placeholders. */
export interface KerasLayer {
  readonly kind: string
  readonly config: Readonly<Record<string, unknown>>
}

const layer = z.looseObject({
  class_name: z.string(),
  config: z.record(z.string(), z.unknown()),
  inbound_nodes: z.array(z.unknown()).optional(),
})
const network = z.object({
  class_name: z.string(),
  config: z.union([z.looseObject({ layers: z.array(layer).min(1) }), z.array(layer).min(1)]),
})

/** Longest text of a model.json that is read: topologies are small, weights are not in them. */
const topologyBytes = 1_000_000

/** A topology's text as data. @throws BadTopology unless it is JSON of a bearable length */
export function parseTopology(text: string): unknown {
  if (text.length > topologyBytes)
    throw new BadTopology(`The topology has ${text.length} characters; more than ${topologyBytes} are not read.`)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadTopology(`The topology is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** What of a file may be the network: Keras's own JSON, or a model.json of tfjs around it. */
function networkIn(value: unknown): unknown {
  const held = z.looseObject({ modelTopology: z.unknown() }).safeParse(value)
  const topology = held.success && held.data.modelTopology !== undefined ? held.data.modelTopology : value
  const wrapped = z.looseObject({ model_config: z.unknown() }).safeParse(topology)
  return wrapped.success && wrapped.data.model_config !== undefined ? wrapped.data.model_config : topology
}

/**
 * The layers of a Keras model's JSON, in order. Read as data: nothing in it is run.
 *
 * @param value a parsed model.json of tfjs, or what Keras's model.to_json() gives; Sequential, or a chain of layers
 * @throws BadTopology if it is no such thing, or branches
 */
export function layersOf(value: unknown): readonly KerasLayer[] {
  const parsed = network.safeParse(networkIn(value))
  if (!parsed.success)
    throw new BadTopology(
      'The file holds no Keras network: expected the JSON of model.to_json(), or the model.json of a tfjs layers model.',
    )
  const { class_name: kind, config } = parsed.data
  const layers = Array.isArray(config) ? config : config.layers
  if (kind !== 'Sequential' && kind !== 'Functional' && kind !== 'Model')
    throw new BadTopology(
      `The network is of class ${kind}. Sequential models and chains of layers can be trained here.`,
    )
  if (kind !== 'Sequential')
    for (const [index, { inbound_nodes: inbound = [], config: own }] of layers.entries())
      if (inbound.length > 1 || !comesAfter(inbound[0], layers[index - 1]?.config['name'], index))
        throw new BadTopology(
          `Layer ${String(own['name'] ?? index + 1)} does not follow the layer before it alone: networks that branch cannot be trained here.`,
        )
  return layers.map(({ class_name, config: own }) => ({ kind: class_name, config: own }))
}

/** Whether a node's only input is the layer of that name. Keras 2 nests lists, Keras 3 objects: the name is in either. */
function comesAfter(node: unknown, before: unknown, index: number): boolean {
  if (index === 0) return node === undefined
  const names = JSON.stringify(node ?? []).match(/"keras_history":\["([^"]+)"|^\[\["([^"]+)"|^\[\[\["([^"]+)"/)
  const inputs = (JSON.stringify(node ?? []).match(/"keras_history"/g) ?? []).length
  if (inputs > 1 || (Array.isArray(node) && inputs === 0 && node.length > 1)) return false
  return (names?.[1] ?? names?.[2] ?? names?.[3]) === before
}
