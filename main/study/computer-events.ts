import type { Computer } from './computer.ts'
import type { Context } from './context.ts'

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
