import type { EffectColumn } from '../../study/effects/definition.ts'
import type { Agreement } from './agreement.ts'
import type { EffectTable } from './table.ts'

/** What an effect's table says of the article, and what the other version is for, in sentences. */
export function effectSays({ columns, agreement, version, fair }: EffectTable): readonly string[] {
  return [
    ...columns.flatMap((column, place) => agreementSays(column, agreement[place])),
    version.kind === 'fair'
      ? `Fair: what suits each setting was searched first, with the same small budget. ${fair}`
      : `Naive: all else is equal for all settings. ${fair} The fair version does that; the two often disagree.`,
  ]
}

const share = (probability: number): string =>
  probability > 0.995 ? 'over 99 %' : probability < 0.005 ? 'under 1 %' : `${Math.round(probability * 100)} %`

/** Sentences on whether the shape of the effect is the article's. */
function agreementSays(column: EffectColumn, agreement: Agreement | undefined): string[] {
  if (agreement === undefined) return []
  const { best, order, sweep } = agreement
  const [low, high] = order.interval
  return [
    `${column.title}, best setting: ${best.verdict}. The article's best is ${best.article}, ours ${best.ours}; that the article's is really best here: ${share(best.probability)}.`,
    `${column.title}, direction: ${order.verdict}. ${order.alike} of ${order.pairs} pairs of settings stand as in the article (Kendall's tau ${order.tau.toFixed(2)}, 95 % between ${low.toFixed(2)} and ${high.toFixed(2)}); that more stand so than not: ${share(order.probability)}.`,
    `${column.title}, whole sweep: ${sweep.best} is best, with probability ${share(sweep.probability)}.`,
  ]
}
