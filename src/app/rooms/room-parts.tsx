/** What every room composes: the site with its time, and charts beside it. */
import { useState, useSyncExternalStore } from 'react'
import { SitePanel } from '../panels/site-panel.tsx'
import { Timeline } from '../panels/timeline.tsx'
import { Splitter } from '../widgets/splitter.tsx'

export interface WidthRule {
  /** Of the screen, until one drags the pane. */
  readonly share: number
  readonly least: number
  readonly most: number
  /** What dragging allows, px. */
  readonly min: number
  readonly max: number
}

const widthFor = ({ share, least, most }: WidthRule, screen: number): number => Math.round(Math.min(most, Math.max(least, screen * share)))

/** Width of the window, kept up to date. */
function useScreenWidth(): number {
  return useSyncExternalStore(
    changed => {
      addEventListener('resize', changed)
      return () => removeEventListener('resize', changed)
    },
    () => innerWidth,
  )
}

interface PaneProps {
  readonly label: string
  readonly rule: WidthRule
  readonly side: 'left' | 'right'
  readonly className?: string
  readonly children: React.ReactNode
}

/** A pane beside the site with the bar that changes its width. */
export function Pane({ label, rule, side, className = '', children }: PaneProps): React.ReactNode {
  const [dragged, setDragged] = useState<number | null>(null)
  const screen = useScreenWidth()
  const width = dragged ?? widthFor(rule, screen)
  const bar = <Splitter label={`Width of the ${label.toLowerCase()}`} value={width} min={rule.min} max={rule.max} sign={side === 'left' ? 1 : -1} onChange={setDragged} />
  const pane = (
    <aside className={`pane ${className}`} style={{ width }} aria-label={label}>
      {children}
    </aside>
  )
  return side === 'left' ? (
    <>
      {pane}
      {bar}
    </>
  ) : (
    <>
      {bar}
      {pane}
    </>
  )
}

/** The site above its timeline, and what a room puts below. */
export function Centre({ children }: { readonly children?: React.ReactNode }): React.ReactNode {
  return (
    <main className="centre">
      <SitePanel />
      <Timeline />
      {children}
    </main>
  )
}
