import type { Backend, Params, RequestName, Result } from '../../preload/contract/api.ts'
import { requests } from '../../preload/contract/requests.ts'

/** Asks as a window does: what goes in and what comes out is checked against the contract. */
export async function ask<Name extends RequestName>(
  backend: Backend,
  name: Name,
  params: Params<Name>,
  signal = new AbortController().signal,
): Promise<Result<Name>> {
  const given = requests[name].params.parse(params) as Params<Name>
  const result = await backend.handlers[name](given, { signal })
  return requests[name].result.parse(result) as Result<Name>
}
