import { test } from 'vitest'
import { describeEngine } from '../engine-contract.ts'
import { useSoftwareGpu } from './software-gpu.ts'

const missing = useSoftwareGpu()
if (missing !== undefined) {
  console.warn(`WebGPU is not tested: ${missing}`)
  test.skip(`WebGPU is not tested: ${missing}`, () => undefined)
} else {
  console.warn('WebGPU runs on SwiftShader, software Vulkan.')
  describeEngine('compiled-webgpu')
}
