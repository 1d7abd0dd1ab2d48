/**
 * DESIGN's picture of the layers, written once as data. Each entry of `mainFolders` becomes one dependency-cruiser rule;
 * test/layers/layers.test.ts plants a violation of every rule and sees it fire.
 */

/** Folder of main/ -> what it may import besides itself, packages and node: modules. */
export const mainFolders = {
  electron: ['main/', 'preload/contract/'],
  host: ['main/(?!electron/)', 'preload/contract/'],
  app: ['main/(study|search|training|report|pool|store|data)/', 'preload/contract/'],
  study: ['main/search/', 'main/training/', 'main/data/'],
  search: [],
  training: [],
  data: ['main/training/examples\\.ts$'],
  pool: ['main/training/', 'main/data/'],
  worker: ['main/pool/(protocol|fault)[^/]*\\.ts$', 'main/training/', 'main/data/'],
  store: [],
  report: ['main/study/', 'main/search/', 'main/store/', 'main/data/'],
}

const layerRules = Object.entries(mainFolders).map(([folder, allowed]) => ({
  name: `main-${folder}-imports-downwards`,
  comment: `main/${folder}/ may import ${allowed.length > 0 ? allowed.join(', ') : 'nothing'} besides itself: move what is needed to the folder that owns its meaning, or pass it in.`,
  severity: 'error',
  from: { path: `^main/${folder}/` },
  to: {
    path: '^(main|preload|renderer|test)/',
    pathNot: [`^main/${folder}/`, ...allowed.map((pattern) => `^${pattern}`)],
  },
}))

const fileSystem = '^(node:)?fs(/promises)?$'

export const forbidden = [
  ...layerRules,
  {
    name: 'electron-in-its-shell-only',
    comment: 'Only main/electron/ and preload/expose.ts know Electron; everything else is given what it needs.',
    severity: 'error',
    from: { path: '^(main|preload|renderer)/', pathNot: '^(main/electron/|preload/expose\\.ts$)' },
    to: { path: '(^electron($|/))|(node_modules/electron/)' },
  },
  {
    name: 'contract-is-pure',
    comment: 'The contract is schemas and types: it imports itself and zod.',
    severity: 'error',
    from: { path: '^preload/contract/' },
    to: { pathNot: '^preload/contract/|(^|/)node_modules/zod/|^zod' },
  },
  {
    name: 'preload-knows-the-contract-only',
    comment: 'The bridge exposes the contract and nothing else.',
    severity: 'error',
    from: { path: '^preload/expose' },
    to: { path: '^(main|renderer|test)/' },
  },
  {
    name: 'renderer-knows-the-contract-only',
    comment: 'The renderer talks to main through preload/contract/ alone.',
    severity: 'error',
    from: { path: '^renderer/' },
    to: { path: '^(main|test|preload)/', pathNot: '^preload/contract/' },
  },
  {
    name: 'renderer-has-no-node',
    comment: 'The renderer is sandboxed: no node modules. Ask main through the contract.',
    severity: 'error',
    from: { path: '^renderer/', pathNot: 'vite\\.config\\.ts$' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'pure-core-has-no-processes-or-files',
    comment: 'search/, study/ and training/ know nothing of processes, files or threads: pass it in.',
    severity: 'error',
    from: { path: '^main/(search|study|training)/', pathNot: '^main/training/engines/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'files-only-where-files-belong',
    comment: 'node:fs only in store/, data/, report/ and the shells (electron/, host/).',
    severity: 'error',
    from: { path: '^main/', pathNot: '^main/(store|data|report|electron|host)/' },
    to: { path: fileSystem },
  },
  {
    name: 'no-cycles',
    comment: 'A cycle means that two files are one, or that a third is missing.',
    severity: 'error',
    from: { path: '^(main|preload|renderer)/' },
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    comment: 'Nobody imports this file: delete it, or name it as an entry below.',
    severity: 'error',
    from: {
      orphan: true,
      path: '^(main|preload|renderer)/',
      pathNot: '(\\.d\\.m?ts$|/main\\.ts$|vite\\.config\\.ts$|\\.mjs$)',
    },
    to: {},
  },
  {
    name: 'shipped-code-imports-no-tests',
    comment: 'Nothing shipped imports from test/.',
    severity: 'error',
    from: { path: '^(main|preload|renderer)/' },
    to: { path: '^test/' },
  },
  {
    name: 'no-folder-that-says-nothing',
    comment: 'utils, helpers, common, misc, lib say nothing of what is inside: name the thing.',
    severity: 'error',
    from: { path: '^(main|preload|renderer|test)/' },
    to: { path: '/(util|utils|helper|helpers|common|misc|lib)(/|\\.ts$)', pathNot: 'node_modules' },
  },
]
