import type { Hyperparameters } from '../hyperparameters/table.ts'

/** Whether the learning rate changes in a way that a function of the epoch can say. */
export const ratesChange = (h: Hyperparameters): boolean =>
  h.warmupEpochs > 0 || (h.schedule !== 'constant' && h.schedule !== 'plateau')

/** Body of the share of the learning rate at `e` epochs after warm-up, as schedules/ has it. */
function share(h: Hyperparameters): string[] {
  const { minimumRate: low, decayFactor, decayEpochs } = h
  const cosine = (progress: string, floor = String(low)): string =>
    `${floor} + (1 - ${floor}) * (1 + math.cos(math.pi * ${progress})) / 2`
  switch (h.schedule) {
    case 'constant':
    case 'plateau':
      return ['return 1.0']
    case 'step':
      return [`return max(${low}, ${decayFactor} ** math.floor(e / ${decayEpochs}))`]
    case 'exponential':
      return [`return max(${low}, ${decayFactor} ** (e / ${decayEpochs}))`]
    case 'cosine':
      return [`return ${cosine('min(1, e / epochs)')}`]
    case 'polynomial':
      return [`return ${low} + (1 - ${low}) * max(0, 1 - e / epochs) ** ${h.decayPower}`]
    case 'oneCycle':
      return [
        `peak = ${h.riseShare} * epochs`,
        'if e < peak:',
        `    return ${cosine('(1 - e / peak)', `(1 / ${h.startDivisor})`)}`,
        `return ${cosine('min(1, (e - peak) / (epochs - peak))')}`,
      ]
    case 'warmRestarts':
      return [
        `start, period = 0, ${h.restartEpochs}`,
        'while e >= start + period:',
        `    start, period = start + period, period * ${h.restartGrowth}`,
        `return ${cosine('(e - start) / period')}`,
      ]
  }
}

/** A Python function: the share of the learning rate in an epoch, from 0. Here by epoch, in training by step. */
export function scheduleFunction(h: Hyperparameters): string[] {
  const warm = h.warmupEpochs
  return [
    'def rate_share(epoch):',
    `    epochs = ${Math.max(1, h.epochs - warm)}`,
    ...(warm > 0 ? [`    if epoch < ${warm}:`, `        return (epoch + 1) / ${Math.ceil(warm)}`] : []),
    `    e = epoch${warm > 0 ? ` - ${warm}` : ''}`,
    ...share(h).map((line) => `    ${line}`),
  ]
}
