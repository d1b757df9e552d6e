/** A scene that comes without holding up the page: its parts in slices, its first picture when the graphics processor has its programs. */
import { useThree } from '@react-three/fiber'
import { startTransition, useEffect, useState } from 'react'

/** Mounts its children once the canvas is there, in slices that other work can come between. */
export function InSlices({ children }: { readonly children: React.ReactNode }): React.ReactNode {
  const [isOn, setOn] = useState(false)
  useEffect(() => startTransition(() => setOn(true)), [])
  return isOn ? children : null
}

/** Has the programs of everything in the scene compiled beside the page, which would wait for them at the first picture; then tells. */
export function CompiledFirst({ onReady }: { readonly onReady: () => void }): React.ReactNode {
  const gl = useThree(state => state.gl)
  const scene = useThree(state => state.scene)
  const camera = useThree(state => state.camera)
  const frameloop = useThree(state => state.frameloop)
  const invalidate = useThree(state => state.invalidate)
  useEffect(() => {
    if (frameloop !== 'never') invalidate()
  }, [frameloop, invalidate])
  useEffect(() => {
    let isOver = false
    const tell = (): void => {
      if (!isOver) onReady()
    }
    // Without the extension there is nothing to wait for: the first picture does.
    if (gl.extensions.has('KHR_parallel_shader_compile')) void gl.compileAsync(scene, camera).then(tell, tell)
    else tell()
    return () => {
      isOver = true
    }
  }, [gl, scene, camera, onReady])
  return null
}
