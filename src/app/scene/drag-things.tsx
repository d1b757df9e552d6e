/** Moving things over the scene: the handle of the selection, placed by the camera of the last frame. What is dragged is the handle, so that the camera keeps the rest. */
import { type PerspectiveCamera, Vector3 } from 'three'
import { type Ground, MoveLayer } from '../panels/move-layer.tsx'
import { camera as cameraStore } from '../site/camera.ts'
import { useSize } from '../widgets/use-size.ts'

const point = new Vector3()
const follow = (redraw: () => void): (() => void) => cameraStore.subscribe(redraw)

/** The ground as a camera sees it in a picture of a size, px. */
function groundOf(camera: PerspectiveCamera, width: number, height: number): Ground {
  camera.updateMatrixWorld()
  return {
    toView(x, y, z) {
      point.set(x, y, z).project(camera)
      return Math.abs(point.z) > 1 ? null : [((point.x + 1) / 2) * width, ((1 - point.y) / 2) * height]
    },
    toGround(left, top) {
      point.set((left / width) * 2 - 1, 1 - (top / height) * 2, 0.5).unproject(camera).sub(camera.position)
      const times = -camera.position.y / point.y
      // Above the horizon there is no ground.
      return times > 0 ? { x: camera.position.x + point.x * times, z: camera.position.z + point.z * times } : null
    },
  }
}

export function DragThings({ camera }: { readonly camera: React.RefObject<PerspectiveCamera | null> }): React.ReactNode {
  const [ref, { width, height }] = useSize<HTMLDivElement>()
  const ground = (): Ground | null => (camera.current === null || width === 0 ? null : groundOf(camera.current, width, height))
  return (
    <div ref={ref} className="move-stage">
      <MoveLayer ground={ground} follow={follow} />
    </div>
  )
}
