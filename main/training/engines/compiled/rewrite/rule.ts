import { inOrder, withoutUnneeded } from '../graph/needed.ts'
import type { Attributes, Graph, Node, Value } from '../graph/types.ts'

/** A recorded graph that rules look at and change. */
export class Rewriter {
  readonly #name: string
  readonly #inputs: Graph['inputs']
  #outputs: Graph['outputs']
  #nodes: Node[]
  #count = 0

  constructor(graph: Graph) {
    this.#name = graph.name
    this.#inputs = graph.inputs
    this.#outputs = graph.outputs
    this.#nodes = [...graph.nodes]
  }

  get nodes(): readonly Node[] {
    return this.#nodes
  }

  producer(value: Value): Node | undefined {
    return this.#nodes.find((node) => node.outputs.includes(value))
  }

  /** Equations that use a value; an output of the graph counts as a use by nobody. */
  users(value: Value): (Node | null)[] {
    const users: (Node | null)[] = this.#nodes.filter((node) => node.inputs.includes(value))
    for (const output of this.#outputs) if (output.value === value) users.push(null)
    return users
  }

  /** The only equation that uses a value, if there is exactly one. */
  onlyUser(value: Value): Node | undefined {
    const users = this.users(value)
    return users.length === 1 ? (users[0] ?? undefined) : undefined
  }

  /** A new equation with one result of the shape of `like`, not yet in the graph. */
  make(op: string, inputs: Readonly<Record<string, Value>>, attributes: Attributes, like: Value): Node {
    const output: Value = { name: `r${this.#count++}`, shape: like.shape, dtype: like.dtype }
    return { op, inputs: Object.values(inputs), inputNames: Object.keys(inputs), attributes, outputs: [output] }
  }

  /** Puts equations in the place of `old`, whose result `value` replaces everywhere. */
  replace(old: Node, nodes: readonly Node[], value: Value): void {
    const swap = (input: Value | null): Value | null => (input === old.outputs[0] ? value : input)
    const at = this.#nodes.indexOf(old)
    this.#nodes.splice(at, 1, ...nodes)
    this.#nodes = this.#nodes.map((node) =>
      node.inputs.includes(old.outputs[0]!) ? { ...node, inputs: node.inputs.map(swap) } : node,
    )
    this.#outputs = this.#outputs.map((output) => ({ ...output, value: swap(output.value)! }))
  }

  /** Drops the equations that nothing needs any more. */
  sweep(): void {
    this.#nodes = [...this.finish().nodes]
  }

  /** The graph without equations that nothing needs any more, each after those that it needs. */
  finish(): Graph {
    const graph = { name: this.#name, inputs: this.#inputs, nodes: this.#nodes, outputs: this.#outputs }
    return inOrder(withoutUnneeded(graph))
  }
}

/** A rewrite of recorded graphs: equal results, cheaper to run. */
export interface RewriteRule {
  readonly name: string
  /** The kernel at which the rule looks. */
  readonly target: string
  /** Changes the graph where the rule's condition holds; says whether it did. */
  apply(rewriter: Rewriter, node: Node): boolean
}

/** An input of an equation by its name. */
export function inputOf(node: Node, name: string): Value {
  const value = node.inputs[(node.inputNames ?? []).indexOf(name)]
  if (!value) throw new Error(`${node.op} was recorded without its input ${name}`)
  return value
}
