import { agrees } from './engine-probe.ts'
import type { EngineProbe } from './engine-probe.ts'

/**
 * How to get what does not work here and could. Installers carry neither libtensorflow nor CUDA: without them an NVIDIA card
 * is used through WebGPU or DirectML.
 */
export function adviceFor(probes: readonly EngineProbe[], platform: string): readonly string[] {
  const works = (engine: string): boolean => probes.some((probe) => probe.engine === engine && agrees(probe))
  const lines: string[] = []
  if (platform !== 'darwin' && !works('compiled-cuda') && !works('tfjs-node-gpu'))
    lines.push(
      'For an NVIDIA card with CUDA: make a folder, run `npm install onnxruntime-node` in it on Linux (its install script fetches the CUDA 12 provider; the driver, CUDA 12 and cuDNN 9 must be installed) or `npm install @tensorflow/tfjs-node-gpu` (CUDA 11.2, cuDNN 8.1), then `sweetspot doctor --libraries <folder>`. Without them the card is used through WebGPU or DirectML.',
    )
  if (platform === 'linux' && !works('compiled-webgpu'))
    lines.push(
      'For WebGPU: install the Vulkan loader (Debian and Ubuntu: libvulkan1) and the driver of the graphics card.',
    )
  return lines
}
