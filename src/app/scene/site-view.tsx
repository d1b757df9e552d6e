/** The canvas with its labels and its tooltip. Loaded on its own, because three.js is the largest part of the app. */
import { Canvas } from '@react-three/fiber'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type PerspectiveCamera, Vector3 } from 'three'
import type { RunResult } from '../../results/run-result.ts'
import { tooltipLines } from '../site/describe.ts'
import { pick } from '../site/pick.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import { siteNow, type SiteNow } from '../site/site-now.ts'
import { hoverOver } from '../state/hover.ts'
import { select, type Thing, useView } from '../state/view.ts'
import { SCENE_THEMES } from './themes.ts'
import { WithoutScene } from '../panels/scene-boundary.tsx'
import { ContextWatch } from './context-loss.tsx'
import { DragThings } from './drag-things.tsx'
import { type Label, labelsOf, moveLabels } from './labels.ts'
import { OutStrip } from './out-strip.tsx'
import { moveRuler, Ruler } from './ruler.tsx'
import { SiteScene } from './site-scene.tsx'
import { CompiledFirst, InSlices } from './unhurried.tsx'

const point = new Vector3()

/** The ray under the pointer, from the camera of the last frame. */
function thingAt(event: React.PointerEvent | React.MouseEvent, camera: PerspectiveCamera): Thing | null {
  const { now } = siteNow.getState()
  if (now === null) return null
  const bounds = event.currentTarget.getBoundingClientRect()
  point.set(((event.clientX - bounds.left) / bounds.width) * 2 - 1, 1 - ((event.clientY - bounds.top) / bounds.height) * 2, 0.5).unproject(camera).sub(camera.position).normalize()
  return pick(now.plan, rack => now.rackBytes[rack] !== 0, camera.position.toArray(), point.toArray())
}

const CLICK_SLOP_PX = 4
const TIP_AWAY_PX = { x: 14, y: 16, edge: 8 }

/** Fills and moves the tooltip without React. */
function showTip(tip: HTMLDivElement, thing: Thing | null, event: React.PointerEvent): void {
  const { now } = siteNow.getState()
  tip.hidden = thing === null
  if (thing === null || now === null) return
  const bounds = event.currentTarget.getBoundingClientRect()
  const lines = tooltipLines(now, thing)
  for (const [index, row] of [...tip.children].entries()) row.textContent = lines[index] ?? ''
  const x = Math.min(event.clientX - bounds.left + TIP_AWAY_PX.x, bounds.width - tip.offsetWidth - TIP_AWAY_PX.edge)
  const y = Math.min(event.clientY - bounds.top + TIP_AWAY_PX.y, bounds.height - tip.offsetHeight - TIP_AWAY_PX.edge)
  tip.style.transform = `translate(${x.toFixed(0)}px, ${y.toFixed(0)}px)`
}

/** Hover and click by geometry. */
function usePointing(camera: React.RefObject<PerspectiveCamera | null>, tip: React.RefObject<HTMLDivElement | null>) {
  const pressed = useRef<{ x: number; y: number } | null>(null)
  const hide = (): void => tip.current?.setAttribute('hidden', '')
  return {
    onPointerDown: (event: React.PointerEvent) => {
      pressed.current = { x: event.clientX, y: event.clientY }
      hide()
    },
    onPointerLeave() {
      hide()
      hoverOver(null)
    },
    onPointerMove(event: React.PointerEvent) {
      if (camera.current === null || tip.current === null || event.buttons !== 0 || event.pointerType === 'touch') return
      const thing = thingAt(event, camera.current)
      hoverOver(thing)
      showTip(tip.current, thing, event)
    },
    onClick(event: React.MouseEvent) {
      const from = pressed.current
      if (camera.current === null || from === null || Math.hypot(event.clientX - from.x, event.clientY - from.y) > CLICK_SLOP_PX) return
      select(thingAt(event, camera.current))
    },
  }
}

interface Props {
  readonly plan: SitePlan
  /** Names the zones. */
  readonly run: RunResult | null
  readonly scenario: SiteNow['scenario']
}

export default function SiteView({ plan, scenario, run }: Props): React.ReactNode {
  const theme = useView(view => view.theme)
  const camera = useRef<PerspectiveCamera>(null)
  const tip = useRef<HTMLDivElement>(null)
  const [isLost, setLost] = useState(false)
  const [attempt, setAttempt] = useState(0)
  const [isCompiled, setCompiled] = useState(false)
  const draw = useCallback(() => setCompiled(true), [])
  const ruler = useRef<HTMLDivElement>(null)
  const elements = useRef<(HTMLElement | null)[]>([])
  const labels = useMemo((): readonly Label[] => labelsOf({ plan, scenario, run }), [plan, scenario, run])
  const retry = (): void => {
    setLost(false)
    setAttempt(before => before + 1)
  }
  const pointing = usePointing(camera, tip)
  const onDraw = useCallback(
    (seen: PerspectiveCamera, width: number, height: number) => {
      camera.current = seen
      moveLabels({ camera: seen, width, height }, labels, elements.current)
      moveRuler(ruler.current, seen, width, height)
    },
    [labels],
  )
  useEffect(() => {
    elements.current.length = labels.length
  }, [labels])
  return (
    <>
      <div className="site-view" data-own-hover {...pointing} style={{ background: SCENE_THEMES[theme].sky }}>
        <Canvas
          key={attempt}
          frameloop={isCompiled ? 'demand' : 'never'}
          flat
          shadows="percentage"
          dpr={[1, 2]}
          camera={{ fov: 26, near: 1, far: 2600 }}
          gl={{ antialias: true, powerPreference: 'high-performance' }}
          tabIndex={0}
          aria-label="Site in three dimensions. Arrow keys turn, with Shift they move, plus and minus zoom, F goes to the selection, P looks from above, Home shows the whole site. The table shows the same."
          role="application"
        >
          <InSlices>
            <SiteScene plan={plan} theme={theme} latitude={scenario.site.location.latitude} startDay={scenario.horizon.start} onDraw={onDraw}>
              <CompiledFirst onReady={draw} />
            </SiteScene>
          </InSlices>
          <ContextWatch onLost={setLost} />
        </Canvas>
        <div className="site-labels" aria-hidden="true">
          {labels.map((label, index) => (
            <span
              key={label.key}
              className={`site-label ${label.kind}`}
              ref={element => {
                elements.current[index] = element
              }}
            >
              <b>{label.text}</b>
              <small />
            </span>
          ))}
        </div>
        <Ruler at={ruler} />
        <OutStrip />
        <div ref={tip} className="tip" hidden role="presentation">
          <b />
          <span />
          <span />
        </div>
      </div>
      <DragThings camera={camera} />
      {isLost ? <WithoutScene word="This browser has lost its graphics; the plan shows the same until they come back." onRetry={retry} /> : null}
    </>
  )
}
