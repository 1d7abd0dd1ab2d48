/** Something that runs steps, and how many of them make a turn of some 20 ms. */
export interface Contender {
  readonly run: (steps: number) => Promise<unknown>
  readonly steps: number
}

export const milliseconds = (): number => performance.now()

const rounds = 40

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}

/**
 * Times two contenders turn by turn in this process, so that whatever else the machine does meets both.
 * @returns median milliseconds per step of each, and the median of the ratios of neighbouring turns, first over second
 */
export async function sideBySide(
  first: Contender,
  second: Contender,
): Promise<{ firstMs: number; secondMs: number; ratio: number }> {
  const turn = async ({ run, steps }: Contender): Promise<number> => {
    const start = milliseconds()
    await run(steps)
    return (milliseconds() - start) / steps
  }
  for (let warming = 0; warming < 3; warming++) for (const contender of [first, second]) await turn(contender)
  const times: [number, number][] = []
  for (let round = 0; round < rounds; round++) times.push([await turn(first), await turn(second)])
  return {
    firstMs: median(times.map(([a]) => a)),
    secondMs: median(times.map(([, b]) => b)),
    ratio: median(times.map(([a, b]) => a / b)),
  }
}
