/** The site in three dimensions. React mounts a few objects; bytes, camera and shadows change without it. */
import { useFrame, useThree } from '@react-three/fiber'
import { useEffect, useMemo, useRef } from 'react'
import { BufferAttribute, BufferGeometry, Color, type DirectionalLight, Fog, type PerspectiveCamera, type Scene, type WebGLRenderer } from 'three'
import { DAY_MS } from '../../base/spans.ts'
import { sunDirection } from '../site/sun.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import { thingOf, thingsOf } from '../site/selection.ts'
import { siteNow, useSiteNow } from '../site/site-now.ts'
import { clock } from '../state/clock.ts'
import { prefersStill, type Theme, useView } from '../state/view.ts'
import { HoverFrame } from './hover-frame.tsx'
import { boxEdges } from './outline-geometry.ts'
import { createServices } from './services-model.ts'
import type { SiteModel } from './site-model.ts'
import { SCENE_THEMES } from './themes.ts'
import { useOrbit } from './use-orbit.ts'
import { type BuiltSite, useSiteModel } from './use-site-model.ts'

/** Distance of the sun as a multiple of half the site. */
const SUN_DISTANCE = 3
const SHADOW_TEXELS = 2048
/** Sine of the sun's height over the year, about. */
const MEAN_HEIGHT = 0.65
const STRONGEST = 1.15
/** More racks than these are not framed one by one. */
const MOST_FRAMES = 4000

function setSky(scene: Scene, sky: string, reach: number): void {
  scene.background = new Color(sky)
  scene.fog = new Fog(sky, reach * 3.5, reach * 13)
}

/** Sky and fog in one colour: the land ends in haze. */
function useBackground(theme: Theme, reach: number): void {
  const scene = useThree(state => state.scene)
  const invalidate = useThree(state => state.invalidate)
  useEffect(() => {
    setSky(scene, SCENE_THEMES[theme].sky, reach)
    invalidate()
  }, [scene, theme, reach, invalidate])
}

/** A low winter sun would leave the ground in the dark; it is strengthened a little, as far as walls that face it bear it. */
function setSun(light: DirectionalLight, latitude: number, day: number, strength: number, distance: number): void {
  const [x, y, z] = sunDirection(latitude, day)
  light.intensity = strength * Math.min(STRONGEST, MEAN_HEIGHT / y)
  light.position.set(x * distance, y * distance, z * distance)
}

/** Shadows are drawn anew only when something was built or the sun has moved on by a month. */
function followShadows(gl: WebGLRenderer, { model, plan }: BuiltSite, drawFrame: () => void, moveSun: (day: number) => void, startDay: number): () => void {
  gl.shadowMap.autoUpdate = false
  let month = -1
  const refresh = (): void => {
    const { now } = siteNow.getState()
    // The next plan has a model of its own before long.
    if (now === null || now.plan !== plan) return
    const day = startDay + clock.getState().atMs / DAY_MS
    const isNewMonth = Math.floor(day / 30) !== month
    month = Math.floor(day / 30)
    if (isNewMonth) moveSun(day)
    const { isPlaying } = clock.getState()
    const isStill = prefersStill()
    const isMoving = isPlaying && !isStill
    if (model.show(now, isMoving) || isNewMonth) gl.shadowMap.needsUpdate = true
    model.alerts.show(now, isPlaying, isStill)
    drawFrame()
  }
  refresh()
  return siteNow.subscribe(refresh)
}

function useShadows(built: BuiltSite, latitude: number, startDay: number, strength: number, reach: number): React.RefObject<DirectionalLight | null> {
  const light = useRef<DirectionalLight>(null)
  const gl = useThree(state => state.gl)
  const invalidate = useThree(state => state.invalidate)
  useEffect(() => {
    const moveSun = (day: number): void => {
      if (light.current !== null) setSun(light.current, latitude, day, strength, reach * SUN_DISTANCE)
    }
    return followShadows(gl, built, () => invalidate(), moveSun, startDay)
  }, [gl, invalidate, built, latitude, startDay, strength, reach])
  return light
}

/** Frames around what is selected: one thing, or the racks that a job, a zone or a bucket takes in. */
function SelectionFrame({ plan, colour }: { readonly plan: SitePlan; readonly colour: string }): React.ReactNode {
  const selection = useView(view => view.selection)
  const invalidate = useThree(state => state.invalidate)
  // What a job or a bucket takes in changes with time.
  const now = useSiteNow()
  const chosen = now === null || now.plan !== plan ? '' : thingsOf(now, selection).slice(0, MOST_FRAMES).map(({ kind, index }) => `${kind} ${index}`).join()
  const geometry = useMemo(() => {
    const edges = chosen.split(',').flatMap(name => {
      const [kind, index] = name.split(' ')
      const bounds = kind === 'rack' ? plan.racks[Number(index)] : plan.items[Number(index)]
      return bounds === undefined ? [] : boxEdges({ ...bounds, width: bounds.width + 0.2, depth: bounds.depth + 0.2, height: bounds.height + 0.2 })
    })
    return edges.length === 0 ? null : new BufferGeometry().setAttribute('position', new BufferAttribute(new Float32Array(edges), 3))
  }, [plan, chosen])
  useEffect(() => {
    invalidate()
    return () => geometry?.dispose()
  }, [geometry, invalidate])
  if (geometry === null) return null
  return (
    <lineSegments geometry={geometry} renderOrder={3}>
      <lineBasicMaterial color={colour} depthTest={false} />
    </lineSegments>
  )
}

function Marks({ model }: { readonly model: SiteModel }): React.ReactNode {
  const isShown = useView(view => view.layer === 'faults')
  return <lineSegments visible={isShown} geometry={model.marks.geometry} material={model.marks.material} frustumCulled={false} />
}

/** What has just failed or gone over. */
function Alerts({ model }: { readonly model: SiteModel }): React.ReactNode {
  const width = useThree(state => state.size.width)
  const height = useThree(state => state.size.height)
  const { pulses, lines } = model.alerts
  useEffect(() => pulses.resize(width, height), [pulses, width, height])
  return (
    <>
      <primitive object={lines.steady} />
      <primitive object={lines.dashes} />
      <mesh geometry={pulses.geometry} material={pulses.material} frustumCulled={false} renderOrder={9} />
    </>
  )
}

/** Pipes, ducts and trays, made when they are first asked for. */
function Services({ plan }: { readonly plan: SitePlan }): React.ReactNode {
  const overlays = useView(view => view.overlays)
  const isShown = overlays.length > 0
  const invalidate = useThree(state => state.invalidate)
  const model = useMemo(() => (isShown ? createServices(plan) : null), [plan, isShown])
  useEffect(() => {
    if (model === null) return undefined
    const refresh = (): void => {
      const { now } = siteNow.getState()
      if (now?.plan === plan) model.show(now)
      invalidate()
    }
    refresh()
    const stop = siteNow.subscribe(refresh)
    return () => {
      stop()
      model.dispose()
    }
  }, [model, plan, invalidate])
  return model?.meshes.map(({ id, overlay, geometry, material }) => <mesh key={id} geometry={geometry} material={material} receiveShadow visible={overlays.includes(overlay)} frustumCulled={false} />)
}

/** Told after every frame that was drawn, to move labels along. */
export type OnDraw = (camera: PerspectiveCamera, width: number, height: number) => void

/** Longest step of what moves, ms, so that a slow frame does not jump. */
const LONGEST_MS = 100

/** Opens halls, moves what moves and asks for another frame only while something does. */
function Watcher({ model, onDraw }: { readonly model: SiteModel; readonly onDraw: OnDraw }): null {
  const invalidate = useThree(state => state.invalidate)
  const isPlaying = useRef(false)
  useEffect(() => useView.subscribe((now, before) => {
    if (now.selection !== before.selection || now.roofs !== before.roofs) invalidate()
  }), [invalidate])
  useFrame(({ camera, size, gl }, seconds) => {
    const seen = camera as PerspectiveCamera
    const isStill = prefersStill()
    const { selection, roofs } = useView.getState()
    const { now } = siteNow.getState()
    model.openness.look(seen, size.height, now === null ? null : thingOf(now, selection), roofs, (hall, isOpen) => {
      model.motion.open(hall, isOpen, !isStill)
      gl.shadowMap.needsUpdate = true
    })
    isPlaying.current = clock.getState().isPlaying && !isStill
    if (model.motion.isBuilding) gl.shadowMap.needsUpdate = true
    const stepMs = Math.min(LONGEST_MS, seconds * 1000)
    const moves = [model.motion.step(stepMs, isPlaying.current), !isStill && model.alerts.step(stepMs, isPlaying.current)]
    if (moves.some(Boolean)) invalidate()
    onDraw(seen, size.width, size.height)
  })
  return null
}

interface Props {
  readonly plan: SitePlan
  readonly theme: Theme
  readonly latitude: number
  readonly startDay: number
  readonly onDraw: OnDraw
  readonly children?: React.ReactNode
}

function Built({ built, latitude, startDay, onDraw }: Pick<Props, 'latitude' | 'startDay' | 'onDraw'> & { readonly built: BuiltSite }): React.ReactNode {
  const { plan, theme, model } = built
  const colours = SCENE_THEMES[theme]
  const reach = Math.max(plan.land.halfX, plan.land.halfZ)
  const light = useShadows(built, latitude, startDay, colours.sun, reach)
  useBackground(theme, reach)
  useOrbit(plan)
  return (
    <>
      <hemisphereLight args={[colours.above, colours.below, colours.ambient]} />
      <directionalLight
        ref={light}
        intensity={colours.sun}
        castShadow
        shadow-mapSize={[SHADOW_TEXELS, SHADOW_TEXELS]}
        shadow-normalBias={0.25}
        shadow-radius={3}
        shadow-intensity={colours.shadow}
      >
        <orthographicCamera attach="shadow-camera" args={[-reach * 1.3, reach * 1.3, reach * 1.3, -reach * 1.3, 1, reach * SUN_DISTANCE * 2]} />
      </directionalLight>
      {model.meshes.map(({ id, geometry, material, casts, receives, order }) => (
        <mesh key={id} geometry={geometry} material={material} castShadow={casts !== null} receiveShadow={receives} customDepthMaterial={casts ?? undefined} renderOrder={order} frustumCulled={false} />
      ))}
      {model.lines.map(({ id, geometry, material, order }) => (
        <lineSegments key={id} geometry={geometry} material={material} renderOrder={order} frustumCulled={false} />
      ))}
      <Services plan={plan} />
      <Marks model={model} />
      <Alerts model={model} />
      <SelectionFrame plan={plan} colour={colours.accent} />
      <HoverFrame plan={plan} colour={colours.accent} />
      <Watcher model={model} onDraw={onDraw} />
    </>
  )
}

/** The scene of a plan; its children come with its first model. */
export function SiteScene({ plan, theme, children, ...rest }: Props): React.ReactNode {
  const built = useSiteModel(plan, theme)
  if (built === null) return null
  return (
    <>
      <Built built={built} {...rest} />
      {children}
    </>
  )
}
