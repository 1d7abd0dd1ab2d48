import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { arch, cpus, platform, release } from 'node:os'
import { join } from 'node:path'
import { nodeFiles } from '../../store/node-files.ts'

const require = createRequire(import.meta.url)

const packages = [
  'onnxruntime-node',
  'onnxruntime-web',
  'webgpu',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-webgpu',
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs-node-gpu',
]

/** Files that change with a graphics driver; what is missing counts too. */
const driverFiles = ['/proc/driver/nvidia/version', '/sys/module/amdgpu/version']
const driverFolders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/dev/dri']

/**
 * What a probe's answers hang on, as a short text: the machine, the system (on Windows and macOS drivers come with its
 * updates), drivers, runtimes and the user's libraries. Another text: probe again.
 */
export async function fingerprintDevices(version: string, librariesFolder: string | undefined): Promise<string> {
  const drivers = await Promise.all([...driverFiles.map(textOf), ...driverFolders.map(namesIn)])
  const facts = [
    version,
    process.versions.node,
    platform(),
    arch(),
    release(),
    cpus()[0]?.model ?? '',
    process.env['VK_ICD_FILENAMES'] ?? '',
    ...packages.map((name) => versionOf(require, name)),
    ...drivers,
    librariesFolder ?? '',
    ...(librariesFolder === undefined ? [] : await factsOfLibraries(librariesFolder)),
  ]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16)
}

async function factsOfLibraries(folder: string): Promise<string[]> {
  const theirs = createRequire(join(folder, 'package.json'))
  return [await namesIn(folder), await namesIn(join(folder, 'lib')), ...packages.map((name) => versionOf(theirs, name))]
}

function versionOf(from: NodeJS.Require, name: string): string {
  try {
    return (from(`${name}/package.json`) as { version: string }).version
  } catch {
    return ''
  }
}

const textOf = (path: string): Promise<string> =>
  nodeFiles.read(path).then(
    (bytes) => bytes.toString('utf8'),
    () => '',
  )

const namesIn = (path: string): Promise<string> =>
  nodeFiles.list(path).then(
    (entries) =>
      entries
        .map(({ name }) => name)
        .sort()
        .join(' '),
    () => '',
  )
