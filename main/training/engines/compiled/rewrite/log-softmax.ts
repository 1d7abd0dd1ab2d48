import type { Node, Value } from '../graph/types.ts'
import type { RewriteRule, Rewriter } from './rule.ts'
import { inputOf } from './rule.ts'

const overLastAxis = (node: Node | undefined, op: string, attribute: string): boolean => {
  if (node?.op !== op || node.attributes['keepDims'] !== true) return false
  const axes = [node.attributes[attribute]].flat()
  return axes.length === 1 && (axes[0] === -1 || axes[0] === node.inputs[0]!.shape.length - 1)
}

/** x - max(x) over the last axis: its x. */
function shiftedLogits(rewriter: Rewriter, value: Value): Value | undefined {
  const sub = rewriter.producer(value)
  if (sub?.op !== 'Sub') return undefined
  const max = rewriter.producer(inputOf(sub, 'b'))
  const x = inputOf(sub, 'a')
  return overLastAxis(max, 'Max', 'reductionIndices') && inputOf(max!, 'x') === x ? x : undefined
}

/** sum(exp(x - max(x))) over the last axis: the shifted x. */
function normaliser(rewriter: Rewriter, value: Value): Value | undefined {
  const sum = rewriter.producer(value)
  if (!overLastAxis(sum, 'Sum', 'axis')) return undefined
  const exp = rewriter.producer(inputOf(sum!, 'x'))
  return exp?.op === 'Exp' ? inputOf(exp, 'x') : undefined
}

/** Whether each row is 1 in one place and 0 elsewhere. */
function isOneHot(rewriter: Rewriter, value: Value): boolean {
  const node = rewriter.producer(value)
  if (node?.op === 'Cast') return isOneHot(rewriter, inputOf(node, 'x'))
  return node?.op === 'OneHot' && node.attributes['onValue'] === 1 && node.attributes['offValue'] === 0
}

/** exp(x - max) / sum(exp(x - max)) is one softmax. */
export const softmaxFromParts: RewriteRule = {
  name: 'softmax from parts',
  target: 'RealDiv',
  apply(rewriter, division) {
    const exp = rewriter.producer(inputOf(division, 'a'))
    const shifted = exp?.op === 'Exp' ? inputOf(exp, 'x') : undefined
    const logits = shifted && shiftedLogits(rewriter, shifted)
    if (!logits || normaliser(rewriter, inputOf(division, 'b')) !== shifted) return false
    const softmax = rewriter.make('Softmax', { logits }, { dim: -1 }, division.outputs[0]!)
    rewriter.replace(division, [softmax], softmax.outputs[0]!)
    return true
  },
}

/**
 * log(sum(exp(x - max))) - sum(target * (x - max)), the cross-entropy of rows whose targets add up to one, is
 * -sum(target * logSoftmax(x)).
 */
export const crossEntropyFromParts: RewriteRule = {
  name: 'cross-entropy from parts',
  target: 'Sub',
  apply(rewriter, sub) {
    const [log, picked] = [rewriter.producer(inputOf(sub, 'a')), rewriter.producer(inputOf(sub, 'b'))]
    const shifted = log?.op === 'Log' ? normaliser(rewriter, inputOf(log, 'x')) : undefined
    const logits = shifted && shiftedLogits(rewriter, shifted)
    if (!logits || !overLastAxis(picked, 'Sum', 'axis')) return false
    const product = rewriter.producer(inputOf(picked!, 'x'))
    if (product?.op !== 'Multiply' || inputOf(product, 'b') !== shifted) return false
    const target = inputOf(product, 'a')
    if (!isOneHot(rewriter, target)) return false
    const logSoftmax = rewriter.make('LogSoftmax', { logits }, { dim: -1 }, shifted)
    const weighted = rewriter.make('Multiply', { a: target, b: logSoftmax.outputs[0]! }, {}, shifted)
    const total = rewriter.make('Sum', { x: weighted.outputs[0]! }, picked!.attributes, sub.outputs[0]!)
    const loss = rewriter.make('Neg', { x: total.outputs[0]! }, {}, sub.outputs[0]!)
    rewriter.replace(sub, [logSoftmax, weighted, total, loss], loss.outputs[0]!)
    return true
  },
}
