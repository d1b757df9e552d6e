/** Where the camera stands and where it is asked to go. Free of the renderer, so that commands, links and saved views need not load it. */
import { createStore } from 'zustand/vanilla'
import type { CameraPose } from './camera-fit.ts'

export type CameraWish =
  | { readonly kind: 'whole' }
  /** From straight above, north up. */
  | { readonly kind: 'plan' }
  | { readonly kind: 'selection' }
  | { readonly kind: 'pose'; readonly pose: CameraPose }
  /** Turns and tilts by angles, radians, and nears by a factor. */
  | { readonly kind: 'move'; readonly turn: number; readonly tilt: number; readonly zoom: number }

interface Camera {
  /** The last wish; a new object each time. */
  readonly wish: CameraWish | null
  /** Where the camera stands, once it has drawn. */
  readonly pose: CameraPose | null
}

export const camera = createStore<Camera>(() => ({ wish: null, pose: null }))

export function askCamera(wish: CameraWish): void {
  camera.setState({ wish: { ...wish } })
}
