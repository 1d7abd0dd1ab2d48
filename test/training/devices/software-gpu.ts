import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const driver = '/usr/lib/chromium/vk_swiftshader_icd.json'
const loaders = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/libvulkan.so.1', '/usr/lib64/libvulkan.so.1']

/**
 * Makes this process's WebGPU run on SwiftShader, Chromium's Vulkan on the processor: slow, but it runs the real path. Needs
 * Debian's packages chromium and libvulkan1.
 * @returns why not, a sentence, where they are missing
 */
export function useSoftwareGpu(): string | undefined {
  if (!existsSync(driver)) return `no software Vulkan here: ${driver} is missing (Debian's package chromium).`
  if (!loaders.some((path) => existsSync(path))) return "no Vulkan loader here: Debian's package libvulkan1 is missing."
  process.env['VK_ICD_FILENAMES'] = driver
  process.env['VK_DRIVER_FILES'] = driver
  process.env['XDG_RUNTIME_DIR'] ??= mkdtempSync(join(tmpdir(), 'sweetspot-vulkan-'))
  return undefined
}
