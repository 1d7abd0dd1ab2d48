import { test } from 'vitest'
import { describeEngine } from '../engine-contract.ts'
import { useSoftwareGpu } from './software-gpu.ts'

const missing = useSoftwareGpu()
if (missing !== undefined) {
  process.stderr.write(`${`WebGPU is not tested: ${missing}`}\n`)
  test.skip(`WebGPU is not tested: ${missing}`, () => undefined)
} else {
  process.stderr.write(`${'WebGPU runs on SwiftShader, software Vulkan.'}\n`)
  describeEngine('compiled-webgpu')
}
