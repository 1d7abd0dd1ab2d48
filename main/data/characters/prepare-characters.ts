import type { Examples } from '../../training/examples.ts'
import type { CharacterInputs, Dataset } from '../dataset.ts'
import { DataError } from '../errors.ts'
import type { PreparedData } from '../prepared.ts'
import { restorePreprocessing, savePreprocessing } from '../preprocess/saved.ts'
import type { SplitSelection } from '../reference.ts'
import { applyCharacters, nextCharacters } from './apply-characters.ts'
import { characterVocabulary, fitCharacters, type FittedCharacters } from './fit-characters.ts'
import { characterTreatment, type CharacterOptions } from './options.ts'
import { splitText, type Stretch } from './split-text.ts'
import { drawWindows, spreadWindows, windowStarts } from './windows.ts'

/**
 * Splits a running text in its order, learns its characters from the training part, and cuts windows out of each part.
 * Classes are token numbers, so that an output of the network and an input that it is fed next have one number.
 *
 * @throws DataError as `splitText` and `fitCharacters`; too-few-rows if a part is shorter than a window
 */
export function prepareCharacters(
  dataset: Dataset,
  inputs: CharacterInputs,
  selection: SplitSelection,
  options: CharacterOptions = {},
): PreparedData {
  const parts = splitText(dataset, selection)
  const treatment = characterTreatment(options)
  const learnt = fitCharacters(dataset.title, inputs, parts.train, treatment)
  const classes = ['(padding)', '(other)', ...learnt.characters]
  const preprocessing = savePreprocessing({ version: 1, inputs: learnt, inputShape: [learnt.context], classes })
  const fitted = restorePreprocessing(preprocessing).inputs as FittedCharacters
  const startsIn = (part: Stretch) => windowStarts(part, treatment.context, treatment.stride)
  const examplesOf = (starts: Int32Array): Examples => ({
    count: starts.length,
    inputs: applyCharacters(fitted, inputs, starts),
    targets: nextCharacters(fitted, inputs, starts),
  })
  const train = drawWindows(startsIn(parts.train), treatment.windows, selection.seed)
  const validation = spreadWindows(startsIn(parts.validation), treatment.validationWindows)
  const sealed = startsIn(parts.sealed)
  requireWindows(dataset.title, treatment.context, [
    ['training', train],
    ['validation', validation],
    ...(selection.openTest ? ([['sealed test', sealed]] as const) : []),
  ])
  return {
    inputShape: [fitted.context],
    outputs: characterVocabulary(fitted),
    vocabulary: characterVocabulary(fitted),
    task: 'classification',
    ...(fitted.targets === 'every' && { targetsPerExample: fitted.context }),
    train: examplesOf(train),
    validation: examplesOf(validation),
    ...(selection.openTest && { test: examplesOf(sealed) }),
    sealedRows: sealed.length,
    classes,
    preprocessing,
  }
}

function requireWindows(title: string, context: number, parts: readonly (readonly [string, Int32Array])[]): void {
  const short = parts.find(([, starts]) => starts.length === 0)
  if (short === undefined) return
  throw new DataError(
    'too-few-rows',
    `The ${short[0]} part of ${title} is shorter than a window of ${context} characters and the one after it. ` +
      `Make the context shorter, or the part larger.`,
  )
}
