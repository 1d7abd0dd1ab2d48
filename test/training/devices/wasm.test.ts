import { describeEngine } from '../engine-contract.ts'

describeEngine('compiled-wasm')
