import type { Activation } from '../hyperparameters/architecture.ts'
import type { Hyperparameters } from '../hyperparameters/table.ts'
import { leakySlope } from '../spec/activation-layers.ts'
import type { LayerSpec } from '../spec/model-spec.ts'
import { outputShape } from '../spec/shapes.ts'
import { call, code, indented } from './python.ts'

/** Small modules that the layers of a network may need, each with its text. */
const helperTexts = {
  AlongTime: [
    'class AlongTime(nn.Module):',
    '    """A module for [N, C, L] on [N, L, C]."""',
    '    def __init__(self, inner):',
    '        super().__init__()',
    '        self.inner = inner',
    '    def forward(self, x):',
    '        return self.inner(x.transpose(1, 2)).transpose(1, 2)',
  ],
  ChannelsLast: [
    'class ChannelsLast(nn.Module):',
    '    def __init__(self, inner):',
    '        super().__init__()',
    '        self.inner = inner',
    '    def forward(self, x):',
    '        return self.inner(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)',
  ],
  Recurrent: [
    'class Recurrent(nn.Module):',
    '    def __init__(self, cell, sequences):',
    '        super().__init__()',
    '        self.cell, self.sequences = cell, sequences',
    '    def forward(self, x):',
    '        y, _ = self.cell(x)',
    '        if self.sequences:',
    '            return y',
    '        if not self.cell.bidirectional:',
    '            return y[:, -1]',
    '        units = self.cell.hidden_size',
    '        return torch.cat([y[:, -1, :units], y[:, 0, units:]], dim=-1)',
  ],
  PoolTime: [
    'class PoolTime(nn.Module):',
    '    def __init__(self, kind):',
    '        super().__init__()',
    '        self.kind = kind',
    '    def forward(self, x):',
    '        return x.amax(dim=1) if self.kind == "max" else x.mean(dim=1)',
  ],
  Noise: [
    'class Noise(nn.Module):',
    '    def __init__(self, deviation):',
    '        super().__init__()',
    '        self.deviation = deviation',
    '    def forward(self, x):',
    '        return x + self.deviation * torch.randn_like(x) if self.training else x',
  ],
  Residual: [
    'class Residual(nn.Module):',
    '    def __init__(self, inner, shortcut):',
    '        super().__init__()',
    '        self.inner, self.shortcut = inner, shortcut',
    '    def forward(self, x):',
    '        return self.inner(x) + self.shortcut(x)',
  ],
} as const

export type Helper = keyof typeof helperTexts

export interface Modules {
  /** One expression each, for nn.Sequential. */
  readonly lines: readonly string[]
  readonly helpers: ReadonlySet<Helper>
  /** Whether padding counts where it should not. */
  readonly unmasked: boolean
}

/** The text of the helpers that are needed, in a fixed order. */
export const helperLines = (needed: ReadonlySet<Helper>): string[] =>
  (Object.keys(helperTexts) as Helper[])
    .filter((name) => needed.has(name))
    .flatMap((name) => [...helperTexts[name], '', ''])

/** A specification's layers as PyTorch modules: images as [N, C, H, W], sequences as [N, L, C]. */
export function modulesOf(layers: readonly LayerSpec[], inputShape: readonly number[], h: Hyperparameters): Modules {
  const helpers = new Set<Helper>()
  let unmasked = false
  let shape = inputShape
  const need = (name: Helper, ...rest: readonly string[]): string => {
    helpers.add(name)
    return `${name}(${rest.join(', ')})`
  }
  /** A module whose channels come second, where ours come last. */
  const channelsSecond = (module: string, rank: number): string => (rank === 2 ? need('AlongTime', module) : module)

  function activation(name: Activation, input: readonly number[]): string[] {
    const plain: Readonly<Partial<Record<Activation, string>>> = {
      relu: 'nn.ReLU()',
      tanh: 'nn.Tanh()',
      sigmoid: 'nn.Sigmoid()',
      softmax: 'nn.Softmax(dim=-1)',
      elu: 'nn.ELU()',
      selu: 'nn.SELU()',
      gelu: 'nn.GELU()',
      swish: 'nn.SiLU()',
      softplus: 'nn.Softplus()',
      mish: 'nn.Mish()',
      hardSwish: 'nn.Hardswish()',
      leakyRelu: `nn.LeakyReLU(${leakySlope})`,
    }
    if (name === 'linear') return []
    if (name === 'prelu') return [channelsSecond(`nn.PReLU(${input.at(-1)}, init=0.0)`, input.length)]
    return [plain[name] ?? 'nn.Identity()']
  }

  function modules(layer: LayerSpec, input: readonly number[]): string[] {
    const last = input.at(-1) ?? 1
    const rank = input.length
    const bias = (given: boolean) => (given ? undefined : false)
    switch (layer.kind) {
      case 'dense':
        return [
          call('nn.Linear', [last, layer.units], { bias: bias(layer.bias) }),
          ...activation(layer.activation, outputShape(layer, input)),
        ]
      case 'conv2d':
        return [
          call('nn.Conv2d', [last, layer.filters, layer.kernelSize], { padding: 'same', bias: bias(layer.bias) }),
          ...activation(layer.activation, outputShape(layer, input)),
        ]
      case 'conv1d':
        return [
          need(
            'AlongTime',
            call('nn.Conv1d', [last, layer.filters, layer.kernelSize], { padding: 'same', bias: bias(layer.bias) }),
          ),
          ...activation(layer.activation, outputShape(layer, input)),
        ]
      case 'depthwiseConv2d':
        return [call('nn.Conv2d', [last, last, layer.kernelSize], { padding: 'same', groups: last, bias: false })]
      case 'embedding':
        return [call('nn.Embedding', [layer.vocabulary, layer.units], { padding_idx: 0 })]
      case 'embeddingBag':
        return [call('nn.EmbeddingBag', [layer.vocabulary, layer.units], { mode: 'mean', padding_idx: 0 })]
      case 'poolTime':
        unmasked ||= layer.masked
        return [need('PoolTime', JSON.stringify(layer.pooling === 'max' ? 'max' : 'mean'))]
      case 'recurrent': {
        unmasked ||= layer.masked
        const cell = { lstm: 'nn.LSTM', gru: 'nn.GRU', simpleRnn: 'nn.RNN' }[layer.cell]
        const made = call(cell, [last, layer.units], {
          batch_first: true,
          bidirectional: layer.bidirectional ? true : undefined,
        })
        return [need('Recurrent', made, layer.sequences ? 'True' : 'False')]
      }
      case 'batchNorm': {
        const name = rank === 3 ? 'nn.BatchNorm2d' : 'nn.BatchNorm1d'
        return [channelsSecond(call(name, [last], { eps: 0.001 }), rank)]
      }
      case 'layerNorm': {
        const made = call('nn.LayerNorm', [last], { eps: 0.001 })
        return [rank === 3 ? need('ChannelsLast', made) : made]
      }
      case 'groupNorm':
        return [channelsSecond(call('nn.GroupNorm', [layer.groups, last], { eps: 0.001 }), rank)]
      case 'activation':
        return activation(layer.activation, input)
      case 'pool2d':
        return [layer.pooling === 'max' ? 'nn.MaxPool2d(2)' : 'nn.AvgPool2d(2)']
      case 'globalPool2d':
        return ['nn.AdaptiveAvgPool2d(1)', 'nn.Flatten()']
      case 'flatten':
        return ['nn.Flatten()']
      case 'noise':
        return [need('Noise', String(h.hiddenNoise))]
      case 'dropout':
        if (layer.variant === 'alpha') return [`nn.AlphaDropout(${h.dropout})`]
        if (layer.variant !== 'spatial') return [`nn.Dropout(${h.dropout})`]
        if (rank === 3) return [`nn.Dropout2d(${h.spatialDropout})`]
        return [rank === 2 ? need('AlongTime', `nn.Dropout1d(${h.spatialDropout})`) : `nn.Dropout(${h.spatialDropout})`]
      case 'residual': {
        const inner = modulesOf(layer.layers, input, h)
        for (const helper of inner.helpers) helpers.add(helper)
        unmasked ||= inner.unmasked
        const shortcut = layer.projection ? modules(layer.projection, input)[0]! : 'nn.Identity()'
        return [
          need(
            'Residual',
            call(
              'nn.Sequential',
              inner.lines.map((line) => code(line)),
            ),
            shortcut,
          ),
        ]
      }
    }
  }

  const lines = layers.flatMap((layer) => {
    const input = shape
    shape = outputShape(layer, input)
    return modules(layer, input)
  })
  return { lines, helpers, unmasked }
}

/** model = nn.Sequential(...), one module a line. */
export const sequential = (lines: readonly string[]): string[] => [
  'model = nn.Sequential(',
  ...indented(lines.map((line) => `${line},`)),
  ')',
]
