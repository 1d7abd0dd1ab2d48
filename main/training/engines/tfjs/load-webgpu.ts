interface Dawn {
  create(options: readonly string[]): unknown
  readonly globals: Readonly<Record<string, unknown>>
}

let gpu: unknown

/**
 * tfjs's WebGPU backend on Dawn, which the optional package `webgpu` brings. tfjs looks for a browser: it is shown
 * `navigator.gpu` and the WebGPU globals.
 */
export async function loadWebgpu(): Promise<void> {
  // Not a literal: the package is optional, and neither the compiler nor the bundler may insist on it.
  const name: string = 'webgpu'
  const { create, globals } = (await import(/* @vite-ignore */ name)) as Dawn
  // Dawn's objects live as long as this one: it is made once and held.
  gpu ??= create([])
  Object.assign(globalThis, globals)
  const scope = globalThis as { navigator?: object }
  if (scope.navigator === undefined) Object.defineProperty(scope, 'navigator', { value: {}, configurable: true })
  Object.defineProperty(scope.navigator!, 'gpu', { value: gpu, configurable: true })
  const adapter = await (gpu as { requestAdapter(): Promise<unknown> }).requestAdapter()
  if (adapter === null) throw new Error('the graphics driver offers no adapter.')
  await import('@tensorflow/tfjs-backend-webgpu')
}
