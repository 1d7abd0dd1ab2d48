import { buildIfStale } from '../main/host/build.mjs'

/** Tests that start real subprocesses run what `npm run build` makes; build it once, if the sources are newer. */
export default async function setup(): Promise<void> {
  await buildIfStale(['main', 'preload'])
}
