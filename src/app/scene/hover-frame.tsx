/** Frames around what is pointed at in any view. They change with every move of the pointer, so React only mounts them. */
import { useThree } from '@react-three/fiber'
import { useEffect, useMemo } from 'react'
import { BufferAttribute, BufferGeometry, LineBasicMaterial } from 'three'
import type { SitePlan } from '../site/plan/site-plan.ts'
import { hovered, type Taken } from '../state/hover.ts'
import { boxEdges } from './outline-geometry.ts'

/** More racks than these are not framed one by one. */
const MOST_FRAMES = 2000
/** Between a thing and its frame, m. */
const AWAY_M = 0.3

function edgesOf(plan: SitePlan, { racks, item }: Taken): Float32Array {
  const places = [...[...racks].slice(0, MOST_FRAMES).map(rack => plan.racks[rack]), plan.items[item]]
  return Float32Array.from(places.flatMap(place => (place === undefined ? [] : boxEdges({ ...place, width: place.width + AWAY_M, depth: place.depth + AWAY_M, height: place.height + AWAY_M }))))
}

export function HoverFrame({ plan, colour }: { readonly plan: SitePlan; readonly colour: string }): React.ReactNode {
  const invalidate = useThree(state => state.invalidate)
  const geometry = useMemo(() => new BufferGeometry(), [])
  const material = useMemo(() => new LineBasicMaterial({ color: colour, depthTest: false, transparent: true, opacity: 0.75 }), [colour])
  useEffect(() => {
    let isMarked = false
    const mark = (): void => {
      const { taken } = hovered.getState()
      const edges = taken === null ? null : edgesOf(plan, taken)
      const isAny = edges !== null && edges.length > 0
      if (!isAny && !isMarked) return
      isMarked = isAny
      geometry.dispose()
      geometry.setAttribute('position', new BufferAttribute(edges ?? new Float32Array(0), 3))
      invalidate()
    }
    mark()
    return hovered.subscribe(mark)
  }, [plan, geometry, invalidate])
  useEffect(() => () => geometry.dispose(), [geometry])
  useEffect(() => () => material.dispose(), [material])
  return <lineSegments geometry={geometry} material={material} renderOrder={4} frustumCulled={false} />
}
