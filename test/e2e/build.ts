import { allParts, buildIfStale } from '../../main/host/build.mjs'

export default async function setup(): Promise<void> {
  await buildIfStale(allParts)
}
