/** A bar of a round length on the ground at the middle of the picture, and a needle to the north. Both follow the camera without React. */
import { type PerspectiveCamera, Vector3 } from 'three'
import { formatQuantity } from '../format.ts'
import { camera as cameraStore } from '../site/camera.ts'

const LONGEST_PX = 110
const STEPS_M = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
const way = new Vector3()

export function moveRuler(element: HTMLDivElement | null, camera: PerspectiveCamera, _width: number, height: number): void {
  const { pose } = cameraStore.getState()
  if (element === null || pose === null) return
  const distance = camera.position.distanceTo(way.set(...pose.target))
  const perMetre = height / (2 * Math.tan((camera.fov / 360) * Math.PI)) / Math.max(1, distance)
  const metres = STEPS_M.findLast(step => step * perMetre <= LONGEST_PX) ?? STEPS_M[0]
  const [needle, bar] = [element.querySelector('svg g'), element.querySelector<HTMLElement>('.length')]
  // North is up where the camera looks from the south.
  const back = way.copy(camera.position).sub(new Vector3(...pose.target))
  needle?.setAttribute('transform', `rotate(${((Math.atan2(back.x, back.z) * 180) / Math.PI).toFixed(1)})`)
  if (bar === null) return
  bar.style.width = `${(metres * perMetre).toFixed(1)}px`
  const text = formatQuantity(metres, 'm')
  if (bar.previousSibling !== null && bar.previousSibling.textContent !== text) bar.previousSibling.textContent = text
}

export function Ruler({ at }: { readonly at: React.RefObject<HTMLDivElement | null> }): React.ReactNode {
  return (
    <div ref={at} className="site-ruler" aria-hidden="true">
      <svg viewBox="-13 -13 26 26">
        <circle r="12" />
        <g>
          <path d="M0 -9 4 5 0 2 -4 5Z" />
        </g>
      </svg>
      <div>
        <span />
        <i className="length" />
      </div>
    </div>
  )
}
