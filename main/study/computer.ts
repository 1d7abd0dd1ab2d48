/** A machine that trains, and the versions that it trains with. */
export interface Computer {
  readonly processor: string
  readonly cores: number
  readonly memoryBytes: number
  /** Name, version and architecture of the operating system. */
  readonly system: string
  readonly node: string
  /** Of Sweetspot. */
  readonly version: string
}
