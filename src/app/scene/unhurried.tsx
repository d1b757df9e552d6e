/** A scene that comes without holding up the page: its parts in slices, its first picture when the graphics processor has its programs. */
import { useThree } from '@react-three/fiber'
import { startTransition, useEffect, useState } from 'react'
import type { Camera, Object3D, Scene, WebGLRenderer } from 'three'

/** Mounts its children once the canvas is there, in slices that other work can come between. */
export function InSlices({ children }: { readonly children: React.ReactNode }): React.ReactNode {
  const [isOn, setOn] = useState(false)
  useEffect(() => startTransition(() => setOn(true)), [])
  return isOn ? children : null
}

const turn = (): Promise<void> => new Promise(resolve => void setTimeout(resolve, 0))

/** Draws one object alone, in one corner of the canvas, as the whole will be drawn: shadows included. */
function drawAlone(gl: WebGLRenderer, scene: Scene, camera: Camera, all: readonly Object3D[], one: Object3D): void {
  const seen = all.map(({ visible }) => visible)
  all.forEach(object => void (object.visible = object === one))
  gl.setScissorTest(true)
  gl.setScissor(0, 0, 1, 1)
  gl.shadowMap.needsUpdate = true
  gl.render(scene, camera)
  gl.setScissorTest(false)
  all.forEach((object, index) => void (object.visible = seen[index]))
}

/** Brings buffers and programs to the graphics processor, an object a task: the first picture would wait for all of them. */
async function bringEach(gl: WebGLRenderer, scene: Scene, camera: Camera, isOver: () => boolean): Promise<void> {
  const all: Object3D[] = []
  scene.traverse(object => void ('geometry' in object && all.push(object)))
  for (const one of all) {
    await turn()
    if (isOver()) return
    if (one.visible) drawAlone(gl, scene, camera, all, one)
  }
  await turn()
  gl.shadowMap.needsUpdate = true
}

/** Has programs and buffers of everything in the scene made ready beside the page, which would wait for them at the first picture; then tells. */
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
    // Without the extension programs are compiled with the object that needs them.
    const compiled = gl.extensions.has('KHR_parallel_shader_compile') ? gl.compileAsync(scene, camera) : Promise.resolve()
    void compiled.then(() => bringEach(gl, scene, camera, () => isOver)).then(tell, tell)
    return () => {
      isOver = true
    }
  }, [gl, scene, camera, onReady])
  return null
}
