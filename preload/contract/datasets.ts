import { z } from 'zod'
import { count, id, limits, name, seconds, text } from './bounds.ts'
import { searchSpace, parameterValue } from './space.ts'
import { objective, task, templateName } from './study.ts'

/** The groups of a form, in its order. */
export const hyperparameterGroup = z.enum([
  'rate',
  'optimizer',
  'course',
  'network',
  'convolution',
  'recurrent',
  'tokens',
  'regularisation',
  'loss',
  'augmentation',
  'averaging',
])

export const datasetEntry = z.object({
  id,
  title: name,
  kind: z.enum(['table', 'image', 'text', 'sound', 'series', 'vector']),
  /** Absent when its task cannot be trained yet. */
  task: task.exactOptional(),
  rows: count,
  /** Input columns of a table; pixels of an image as [height, width, channels]. */
  columns: count.exactOptional(),
  shape: z.array(count).max(8).exactOptional(),
  classes: count.exactOptional(),
  licence: name,
  /** False: `because` says why it cannot be trained yet. */
  trainable: z.boolean(),
  because: text.exactOptional(),
  /** What a study of the default budget takes, in seconds. */
  studySeconds: seconds.exactOptional(),
})

const imageSample = z.object({
  label: z.string().max(limits.name),
  /** height * width * channels bytes, row after row, 255 the brightest, base64. */
  pixels: z.string().max(200_000),
})

/** A small picture of a dataset, drawn from its training rows. */
export const datasetPreview = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('images'),
    shape: z.tuple([count, count, count]),
    /** At most 16, classes in turn. */
    samples: z.array(imageSample).max(64),
  }),
  z.object({
    kind: z.literal('points'),
    x: name,
    y: name,
    /** At most 500 rows; `group` counts classes from 0 and is 0 throughout for regression. */
    points: z.array(z.tuple([z.number(), z.number(), count])).max(2_000),
    groups: z.array(z.string().max(limits.name)).max(limits.list),
  }),
  z.object({ kind: z.literal('texts'), samples: z.array(text).max(64) }),
  /** Nothing that could be drawn. */
  z.object({ kind: z.literal('none') }),
])

const described = {
  name,
  title: name,
  /** What it does, in one sentence. */
  doc: text,
  group: hyperparameterGroup,
  /** It acts only while another one holds one of these values. */
  actsWith: z.object({ name, in: z.array(parameterValue).max(limits.choices) }).exactOptional(),
  /** Why the template's own space varies it, and in this range. */
  reason: text.exactOptional(),
}

/** A hyperparameter that acts for a template: what it may be, and what it is where a study does not say. */
export const hyperparameterEntry = z.discriminatedUnion('kind', [
  z.object({
    ...described,
    kind: z.enum(['float', 'int']),
    /** Inclusive, unless `open` names the end. */
    min: z.number(),
    max: z.number(),
    open: z.array(z.enum(['min', 'max'])).max(2),
    /** Absent: it is not set unless a study sets it. */
    default: z.number().exactOptional(),
  }),
  z.object({
    ...described,
    kind: z.literal('choice'),
    /** Those that the template has. */
    choices: z.array(name).max(limits.choices),
    default: name.exactOptional(),
  }),
  z.object({ ...described, kind: z.literal('bool'), default: z.boolean() }),
])

const size = count.min(1).max(512)
const number = count.min(1).max(1_024)

/** What the user may say of a folder of pictures or recordings; what is left out is seen from the files. */
export const folderChoices = z.strictObject({
  /** Pictures: one size for all, in pixels. */
  width: size.exactOptional(),
  height: size.exactOptional(),
  colour: z.enum(['grey', 'rgb']).exactOptional(),
  /** Recordings: mel bands and frames of a spectrogram, and how clips are brought to one length. */
  bands: number.exactOptional(),
  frames: number.exactOptional(),
  length: z.enum(['stretch', 'pad']).exactOptional(),
  /** The column of labels, where a CSV names the files. */
  labelColumn: name.exactOptional(),
})

/** What an import made. */
export const importedDataset = z.object({
  dataset: datasetEntry,
  /** Files that could not be read; profile.json beside the dataset names them. */
  leftOut: count,
  /** What to know of them, in sentences. */
  warnings: z.array(text).max(limits.list),
})

/** A model template for a dataset, with the space that a study of it searches unless told otherwise. */
export const templateEntry = z.object({
  name: templateName,
  title: name,
  /** What it is good for, a sentence. */
  text,
  /** The one to take unless there is a reason. */
  recommended: z.boolean(),
  space: searchSpace,
  objective,
  /** What a study of it can optimise: validation metrics, and measures of the network and its training, the usual way. */
  objectives: z.array(objective).max(limits.list),
  /** What trial 0 trains: the defaults, by parameter. */
  defaults: z.record(name, parameterValue),
  /** Everything that acts for it, in the order of a form: what a space may vary or fix. */
  hyperparameters: z.array(hyperparameterEntry).max(limits.list),
})
