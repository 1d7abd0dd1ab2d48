import type { Scene } from './draw.ts'

export interface Painter {
  /** Replaces what is painted, in the next frame. */
  paint(scene: Scene): void
  cancel(): void
}
