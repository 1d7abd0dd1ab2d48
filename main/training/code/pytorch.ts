import type { InitializerName } from '../hyperparameters/architecture.ts'
import type { Hyperparameters } from '../hyperparameters/table.ts'
import type { TrainingJob } from '../job.ts'
import type { ModelSpec } from '../spec/model-spec.ts'
import { batchSizeOf, courseNames, leftOutOf, shapeNames } from './left-out.ts'
import { helperLines, modulesOf, sequential } from './pytorch-layers.ts'
import { call, tuple } from './python.ts'
import { ratesChange, scheduleFunction } from './schedule.ts'

const taken = new Set<string>([
  ...shapeNames.filter((name) => name !== 'recurrentDropout'),
  ...courseNames,
  'clipValue',
  'clipGlobalNorm',
  'inputNoise',
  'patience',
  'plateauPatience',
  'plateauCooldown',
])

function optimizerOf(h: Hyperparameters): string {
  const { beta1, beta2, epsilon: eps, rho, momentum, learningRate: lr } = h
  const betas = { code: tuple([beta1, beta2]) }
  const make = (name: string, own = {}): string =>
    call(`torch.optim.${name}`, [{ code: 'model.parameters()' }], { lr, ...own })
  switch (h.optimizer) {
    case 'sgd':
      return make('SGD')
    case 'momentum':
      return make('SGD', { momentum })
    case 'nesterov':
      return make('SGD', { momentum, nesterov: true })
    case 'amsgrad':
      return make('Adam', { betas, eps, amsgrad: true })
    case 'adamax':
      return make('Adamax', { betas, eps })
    case 'nadam':
      return make('NAdam', { betas, eps })
    case 'rmsprop':
      return make('RMSprop', { alpha: rho, eps })
    case 'adagrad':
      return make('Adagrad', { initial_accumulator_value: 0.1, eps })
    case 'adadelta':
      return make('Adadelta', { rho, eps })
    case 'adam':
    case 'adamw':
    case 'lion':
      return make('Adam', { betas, eps })
  }
}

function lossOf({ task, hyperparameters: h }: TrainingJob): string {
  if (task === 'classification')
    return call('nn.CrossEntropyLoss', [], { label_smoothing: h.labelSmoothing > 0 ? h.labelSmoothing : undefined })
  const losses: Readonly<Record<string, string>> = {
    meanAbsolute: 'nn.L1Loss()',
    huber: `nn.HuberLoss(delta=${h.huberDelta})`,
  }
  return losses[h.regressionLoss] ?? 'nn.MSELoss()'
}

/** How kernels start; undefined where PyTorch has no such way. */
function initializerOf({ initializer, initDeviation }: Hyperparameters): string | undefined {
  const ways: Readonly<Partial<Record<InitializerName, string>>> = {
    zeros: 'nn.init.zeros_(weight)',
    ones: 'nn.init.ones_(weight)',
    randomNormal: `nn.init.normal_(weight, std=${initDeviation})`,
    randomUniform: 'nn.init.uniform_(weight, -0.05, 0.05)',
    truncatedNormal: `nn.init.trunc_normal_(weight, std=${initDeviation}, a=${-2 * initDeviation}, b=${2 * initDeviation})`,
    glorotNormal: 'nn.init.xavier_normal_(weight)',
    glorotUniform: 'nn.init.xavier_uniform_(weight)',
    heNormal: 'nn.init.kaiming_normal_(weight, nonlinearity="relu")',
    heUniform: 'nn.init.kaiming_uniform_(weight, nonlinearity="relu")',
    leCunNormal: 'nn.init.kaiming_normal_(weight, nonlinearity="linear")',
    leCunUniform: 'nn.init.kaiming_uniform_(weight, nonlinearity="linear")',
    orthogonal: 'nn.init.orthogonal_(weight)',
  }
  return ways[initializer]
}

function stepLines(job: TrainingJob): string[] {
  const { hyperparameters: h, targetsPerExample = 1 } = job
  const flat = targetsPerExample > 1 ? 'criterion(model(x).flatten(0, 1), y.flatten())' : 'criterion(model(x), y)'
  const penalty = [
    ...(h.l1 > 0 ? [`${h.l1} * sum(w.abs().sum() for w in kernels)`] : []),
    ...(h.l2 > 0 ? [`${h.l2} * sum((w**2).sum() for w in kernels)`] : []),
  ]
  return [
    'optimizer.zero_grad()',
    `loss = ${[flat, ...penalty].join(' + ')}`,
    'loss.backward()',
    ...(h.clipValue > 0 ? [`nn.utils.clip_grad_value_(model.parameters(), ${h.clipValue})`] : []),
    ...(h.clipGlobalNorm > 0 ? [`nn.utils.clip_grad_norm_(model.parameters(), ${h.clipGlobalNorm})`] : []),
    ...(h.weightDecay > 0
      ? [
          'with torch.no_grad():',
          '    for w in kernels:',
          `        w.mul_(1 - optimizer.param_groups[0]["lr"] * ${h.weightDecay})`,
        ]
      : []),
    'optimizer.step()',
  ]
}

/** A job as a PyTorch program, and what of the job it does not do. Images are [channels, height, width] here. */
export function pytorchCode(
  job: TrainingJob,
  spec: ModelSpec,
): { readonly text: string; readonly leftOut: readonly string[] } {
  const { hyperparameters: h, targetsPerExample = 1 } = job
  const { lines, helpers, unmasked } = modulesOf(spec.layers, spec.inputShape, h)
  const noisy = h.inputNoise > 0 && job.vocabulary === undefined
  const needed = new Set([...helpers, ...(noisy ? (['Noise'] as const) : [])])
  const initializer = initializerOf(h)
  const changing = ratesChange(h)
  const text = [
    'import copy',
    ...(changing ? ['import math', ''] : ['']),
    'import torch',
    'from torch import nn',
    '',
    '',
    ...helperLines(needed),
    ...sequential([...(noisy ? [`Noise(${h.inputNoise})`] : []), ...lines]),
    'kernels = [w for w in model.parameters() if w.dim() > 1]',
    ...(initializer
      ? [
          'with torch.no_grad():',
          '    for weight in kernels[:-1]:',
          `        ${initializer}`,
          ...(h.initScale === 1 ? [] : [`        weight.mul_(${h.initScale})`]),
        ]
      : []),
    '',
    ...(changing ? ['', ...scheduleFunction(h), '', ''] : []),
    `optimizer = ${optimizerOf(h)}`,
    `criterion = ${lossOf(job)}`,
    ...(h.schedule === 'plateau'
      ? [
          `plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=${h.decayFactor}, patience=${h.plateauPatience}, cooldown=${h.plateauCooldown})`,
        ]
      : []),
    '',
    '# train_loader: batches of your rows, prepared as preprocessing.json says, with',
    `# DataLoader(rows, batch_size=${batchSizeOf(job)}, shuffle=True, drop_last=True); x_val, y_val: rows to validate on.`,
    `best, kept${h.patience > 0 ? ', waited' : ''} = float("inf"), None${h.patience > 0 ? ', 0' : ''}`,
    `for epoch in range(${h.epochs}):`,
    ...(changing
      ? ['    for group in optimizer.param_groups:', `        group["lr"] = ${h.learningRate} * rate_share(epoch)`]
      : []),
    '    model.train()',
    '    for x, y in train_loader:',
    ...stepLines(job).map((line) => `        ${line}`),
    '    model.eval()',
    '    with torch.no_grad():',
    `        value = ${targetsPerExample > 1 ? 'criterion(model(x_val).flatten(0, 1), y_val.flatten())' : 'criterion(model(x_val), y_val)'}.item()`,
    ...(h.schedule === 'plateau' ? ['    plateau.step(value)'] : []),
    ...(h.patience > 0
      ? [
          '    waited += 1',
          '    if value < best:',
          '        best, kept, waited = value, copy.deepcopy(model.state_dict()), 0',
          `    if waited >= ${h.patience}:`,
          '        break',
        ]
      : ['    if value < best:', '        best, kept = value, copy.deepcopy(model.state_dict())']),
    ...(h.restoreBest ? ['model.load_state_dict(kept)'] : []),
  ]
  const leftOut = [
    ...leftOutOf(job, taken),
    ...(initializer === undefined ? [`initialiser ${h.initializer} in PyTorch`] : []),
    ...(h.optimizer === 'lion' ? ['Lion in PyTorch, which has Adam in its place'] : []),
    ...(unmasked ? ['in PyTorch, that padding does not count'] : []),
  ]
  return { text: `${text.join('\n')}\n`, leftOut }
}
