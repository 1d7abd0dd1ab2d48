import type { Context } from './context.ts'

/** A machine that trains, and the versions that it trains with. */
export interface Computer {
  readonly processor: string
  readonly cores: number
  readonly memoryBytes: number
  /** Name, version and architecture of the operating system. */
  readonly system: string
  readonly node: string
  /** Of Sweetspot. */
  readonly version: string
}

const facts = ['processor', 'cores', 'memoryBytes', 'system', 'node', 'version'] as const

/** Takes note of the machine, unless it is the one that the journal knows. */
export function noteComputer(context: Context, computer: Computer): void {
  const known = context.state.computers.at(-1)
  if (known && facts.every((fact) => known[fact] === computer[fact])) return
  const { processor, cores, memoryBytes, system, node, version } = computer
  context.write({ type: 'computer', processor, cores, memoryBytes, system, node, version })
}

/** Takes note of energy that was used while the study ran. @param joules since the last note */
export function noteEnergy(context: Context, joules: number): void {
  if (joules > 0) context.write({ type: 'energy', joules: Math.round(joules * 10) / 10 })
}
