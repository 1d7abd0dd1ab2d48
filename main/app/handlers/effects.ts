import type { Handlers } from '../../../preload/contract/api.ts'
import type { EffectTable as EffectTableMessage, EffectVersionName } from '../../../preload/contract/types.ts'
import type { EffectTable } from '../../report/effects/table.ts'
import { effectSays } from '../../report/effects/words.ts'
import type { HandlerContext } from './context.ts'
import { answering } from './refusals.ts'

type EffectHandlers = Pick<Handlers, Extract<keyof Handlers, `effects.${string}`>>

export function effectHandlers({ effects }: HandlerContext): EffectHandlers {
  return {
    'effects.list': () => answering(async () => ({ effects: await effects.list() })),
    'effects.start': ({ effect, version }) => answering(() => effects.start(effect, version)),
    'effects.pause': ({ effect, version }) => answering(() => effects.pause(effect, version)),
    'effects.table': ({ effect, version }) =>
      answering(async () => {
        const table = await effects.table(effect, version)
        return table === undefined ? {} : { table: messageOf(table, version) }
      }),
  }
}

function messageOf(table: EffectTable, version: EffectVersionName): EffectTableMessage {
  const { effect, title, varied, datasetId, seeds, columns, rows, scale, agreement, curve } = table
  return {
    effect,
    title,
    varied,
    version,
    datasetId,
    seeds,
    columns: columns.map(({ id, title: name, direction, unit }) => ({ id, title: name, direction, unit })),
    rows: rows.map(({ chosen, ...row }) => ({
      ...row,
      ...(chosen === undefined
        ? {}
        : { chosen: { ...chosen, objective: Number.isFinite(chosen.objective) ? chosen.objective : null } }),
    })),
    ...(scale === undefined ? {} : { scale }),
    agreement: agreement.map((compared) => compared ?? null),
    ...(curve === undefined ? {} : { curve }),
    ...(rows.some(({ chosen }) => chosen !== undefined) ? { chosenBy: table.objective.metric } : {}),
    says: effectSays(table),
    notes: table.notes,
    engines: table.engines,
    seconds: table.seconds,
  }
}
