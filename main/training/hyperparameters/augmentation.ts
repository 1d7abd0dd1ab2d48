import type { TemplateName } from '../templates/names.ts'
import type { HyperparameterSpec, NumberSpec } from './spec.ts'

export const flips = ['none', 'horizontal', 'vertical', 'both'] as const
export type Flip = (typeof flips)[number]

/** Changes made at random to each batch while training, inside the graph; validation and test see the rows as they are. */
export interface AugmentationHyperparameters {
  /** Largest shift, as a share of the image's side. */
  readonly shift: number
  /** Largest rotation, in degrees, either way. */
  readonly rotation: number
  /** Images grow or shrink by a factor between 1 - zoom and 1 + zoom. */
  readonly zoom: number
  readonly flip: Flip
  /** Largest change of brightness, added to all pixels of an image; full brightness is 1. */
  readonly brightness: number
  /** Side of the square that is blanked, as a share of the image's shorter side. */
  readonly cutout: number
  /** Longest run of time steps that is blanked, as a share of all. */
  readonly timeMask: number
  readonly frequencyMask: number
  /** Both parameters of the Beta distribution that mixing shares are drawn from; 0: off. */
  readonly mixup: number
  readonly cutmix: number
}

const images: readonly TemplateName[] = ['mlp', 'cnn']
const anyNumbers: readonly TemplateName[] = ['mlp', 'cnn']

const share = (title: string, doc: string, max: number): NumberSpec => ({
  kind: 'float',
  min: 0,
  max,
  default: 0,
  title,
  doc,
  templates: images,
})

export const augmentationTable: Readonly<Record<keyof AugmentationHyperparameters, HyperparameterSpec>> = {
  shift: share('Shift', 'Images move by up to this share of their side, anew in every step; edges are repeated.', 0.5),
  rotation: share('Rotation', 'Images turn by up to this many degrees either way, anew in every step.', 180),
  zoom: share('Zoom', 'Images grow or shrink by up to this share, anew in every step.', 0.9),
  flip: {
    kind: 'choice',
    choices: flips,
    default: 'none',
    title: 'Flip',
    doc: 'Half of the images are mirrored in every step; only for things that look the same in a mirror.',
    templates: images,
  },
  brightness: share('Brightness', 'Images become brighter or darker by up to this share of full brightness.', 1),
  cutout: share('Cutout', "A square of this share of an image's shorter side is blanked at random (Cutout).", 0.9),
  timeMask: share(
    'Time mask',
    'Up to this share of the rows of a spectrogram is blanked in one run (SpecAugment).',
    0.9,
  ),
  frequencyMask: share(
    'Frequency mask',
    'Up to this share of the columns (bands) of a spectrogram is blanked in one run (SpecAugment).',
    0.9,
  ),
  mixup: {
    ...share('Mixup', 'Examples and their targets are blended in pairs; larger values blend more evenly (0: off).', 10),
    templates: anyNumbers,
  },
  cutmix: share('CutMix', 'A box of another image is pasted in, and the targets are blended by its area (0: off).', 10),
}
