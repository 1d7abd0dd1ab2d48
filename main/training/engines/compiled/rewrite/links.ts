import type { Node, Value } from '../graph/types.ts'

/** Who makes and who uses each value of a graph, kept up to date: recurrent networks have thousands of equations. */
export class Links {
  readonly #producers = new Map<Value, Node>()
  readonly #users = new Map<Value, Set<Node>>()

  constructor(nodes: readonly Node[]) {
    for (const node of nodes) this.add(node)
  }

  producer(value: Value): Node | undefined {
    return this.#producers.get(value)
  }

  /** Equations that use a value, each once. */
  users(value: Value): Iterable<Node> {
    return this.#users.get(value) ?? []
  }

  add(node: Node): void {
    for (const output of node.outputs) this.#producers.set(output, node)
    for (const input of node.inputs) {
      if (input === null) continue
      const users = this.#users.get(input)
      if (users === undefined) this.#users.set(input, new Set([node]))
      else users.add(node)
    }
  }

  remove(node: Node): void {
    for (const output of node.outputs) if (this.#producers.get(output) === node) this.#producers.delete(output)
    for (const input of node.inputs) if (input !== null) this.#users.get(input)?.delete(node)
  }
}
