/** Tells when the graphics of the browser are gone and when they are back. Three.js builds up again what it drew; shadows are asked for anew. */
import { useThree } from '@react-three/fiber'
import { useEffect } from 'react'

export function ContextWatch({ onLost }: { readonly onLost: (isLost: boolean) => void }): null {
  const gl = useThree(state => state.gl)
  const invalidate = useThree(state => state.invalidate)
  useEffect(() => {
    const canvas = gl.domElement
    const lost = (event: Event): void => {
      // Without this the browser never gives them back.
      event.preventDefault()
      onLost(true)
    }
    const restored = (): void => {
      gl.shadowMap.autoUpdate = false
      gl.shadowMap.needsUpdate = true
      onLost(false)
      invalidate()
    }
    canvas.addEventListener('webglcontextlost', lost)
    canvas.addEventListener('webglcontextrestored', restored)
    return () => {
      canvas.removeEventListener('webglcontextlost', lost)
      canvas.removeEventListener('webglcontextrestored', restored)
    }
  }, [gl, invalidate, onLost])
  return null
}
