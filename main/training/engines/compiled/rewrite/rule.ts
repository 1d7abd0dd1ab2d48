import { inOrder, withoutUnneeded } from '../graph/needed.ts'
import type { Attributes, Graph, Node, Value } from '../graph/types.ts'
import { Links } from './links.ts'

/** A recorded graph that rules look at and change. */
export class Rewriter {
  readonly #name: string
  readonly #inputs: Graph['inputs']
  #outputs: Graph['outputs']
  #nodes: Node[]
  #count = 0
  #links: Links

  constructor(graph: Graph) {
    this.#name = graph.name
    this.#inputs = graph.inputs
    this.#outputs = graph.outputs
    this.#nodes = [...graph.nodes]
    this.#links = new Links(this.#nodes)
  }

  get nodes(): readonly Node[] {
    return this.#nodes
  }

  producer(value: Value): Node | undefined {
    return this.#links.producer(value)
  }

  /** Equations that use a value; an output of the graph counts as a use by nobody. */
  users(value: Value): (Node | null)[] {
    const users: (Node | null)[] = [...this.#links.users(value)]
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
    const replaced = old.outputs[0]!
    const swap = (input: Value | null): Value | null => (input === replaced ? value : input)
    this.#nodes.splice(this.#nodes.indexOf(old), 1, ...nodes)
    this.#links.remove(old)
    for (const node of nodes) this.#links.add(node)
    if (value === replaced) return
    const users = new Set(this.#links.users(replaced))
    this.#nodes = this.#nodes.map((node) => {
      if (!users.has(node)) return node
      const swapped = { ...node, inputs: node.inputs.map(swap) }
      this.#links.remove(node)
      this.#links.add(swapped)
      return swapped
    })
    this.#outputs = this.#outputs.map((output) => ({ ...output, value: swap(output.value)! }))
  }

  /** Drops the equations that nothing needs any more. */
  sweep(): void {
    this.#nodes = [...this.finish().nodes]
    this.#links = new Links(this.#nodes)
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
