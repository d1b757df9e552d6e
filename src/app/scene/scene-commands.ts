/** Wishes to the camera from outside the canvas: every new number frames the whole site again. */
import { createStore } from 'zustand/vanilla'

export const sceneCommands = createStore(() => ({ framed: 0 }))

export function frameSite(): void {
  sceneCommands.setState(before => ({ framed: before.framed + 1 }))
}
