import { dropNeutral, foldUniform, mergeCasts } from './arithmetic.ts'
import { dropIdentityReshape, mergeReshapes, reduceBeforeReshape, reshapeConstant } from './reshapes.ts'
import { columnSumAsProduct } from './column-sums.ts'
import { moveFactorOut, multiplyFactorsFirst, takeFactorOutOfSum, transposeBeforeScaling } from './factors.ts'
import type { Simplification } from './rule.ts'
import { dropIdentityTranspose, mergeTransposes, transposeConstant, transposeToReshape } from './transposes.ts'

/** Rewrite rules by the operator that they replace, in the order of trying. */
export const simplifications: ReadonlyMap<string, readonly Simplification[]> = new Map([
  [
    'Transpose',
    [dropIdentityTranspose, transposeConstant, mergeTransposes, transposeToReshape, transposeBeforeScaling],
  ],
  ['Reshape', [dropIdentityReshape, reshapeConstant, mergeReshapes]],
  ['ReduceSum', [reduceBeforeReshape('ReduceSum'), takeFactorOutOfSum, columnSumAsProduct]],
  ...['ReduceMean', 'ReduceMax'].map((op): [string, Simplification[]] => [op, [reduceBeforeReshape(op)]]),
  ['Cast', [mergeCasts]],
  ['Add', [foldUniform('Add'), dropNeutral(0, true)]],
  ['Sub', [foldUniform('Sub'), dropNeutral(0, false)]],
  ['Mul', [foldUniform('Mul'), dropNeutral(1, true), multiplyFactorsFirst, moveFactorOut]],
  ['Div', [foldUniform('Div'), dropNeutral(1, false)]],
])
