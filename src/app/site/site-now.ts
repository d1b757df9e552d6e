/**
 * The site at the time of the clock: what stands, what every rack does, which byte it shows. One place works this out when run, layer or
 * time change; scene, legend, table and inspector read it. The arrays change in place, `version` tells that they did.
 */
import { useEffect, useState } from 'react'
import { createStore } from 'zustand/vanilla'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { clock } from '../state/clock.ts'
import { shownRun, useRun } from '../state/run.ts'
import { drawnScenario, drawnSite, drawnStudy } from '../state/site-study.ts'
import { useDocument } from '../state/document.ts'
import { usePlace } from '../state/place.ts'
import type { AuditReport } from '../../results/audit.ts'
import type { PlacementReport } from '../../results/placement.ts'
import { useAudit } from '../state/audit.ts'
import { useView } from '../state/view.ts'
import { type ItemTimes, itemTimes, writeItemStates } from './item-states.ts'
import type { Layer } from './layer.ts'
import { layersOf, writeItemBytes, writeRackBytes } from './layers.ts'
import { isSamePlan } from './plan/same-plan.ts'
import { planSite, type SitePlan } from './plan/site-plan.ts'
import { createSiteReplay, type SiteReplay } from './replay.ts'

export interface SiteNow {
  /** Id of the site in a file with several, '' in others; and its name in words. */
  readonly site: string
  readonly siteLabel: string
  readonly scenario: Scenario
  readonly plan: SitePlan
  readonly run: RunResult | null
  readonly replay: SiteReplay
  readonly times: ItemTimes
  readonly blockOfRack: Int32Array
  readonly layers: ReturnType<typeof layersOf>
  readonly layer: Layer
  readonly rackBytes: Uint8Array
  readonly itemStates: Uint8Array
  /** Time that is shown, ms since the start of the horizon. */
  readonly atMs: number
  /** Tint of every piece by the layer; 0 is neutral. */
  readonly itemBytes: Uint8Array
  readonly placement: PlacementReport | null
  /** Loads on paper, when they are known for this scenario. */
  readonly audit?: AuditReport | null
  readonly version: number
}

export const siteNow = createStore<{ readonly now: SiteNow | null }>(() => ({ now: null }))

/** The scenario that the shown run belongs to; before the first run, that of the text. */
function shownScenario(): Scenario | null {
  const { base } = useRun.getState()
  const { site } = useView.getState()
  if (base !== null) return drawnStudy(base, site).scenario
  const { scenario } = useDocument.getState()
  return scenario === null ? null : drawnScenario(scenario, site)
}

/** Which of several sites is shown. */
function shownSite(): Pick<SiteNow, 'site' | 'siteLabel'> {
  const whole = useRun.getState().base?.scenario ?? useDocument.getState().scenario
  const found = whole === null ? undefined : drawnSite(whole, useView.getState().site)
  return { site: found?.id ?? '', siteLabel: found?.label ?? '' }
}

/** Where racks fit, when the answer is about the scenario that is shown. */
function placementOf(scenario: Scenario): PlacementReport | null {
  const { report } = usePlace.getState()
  return report !== null && report.blocks.length === scenario.blocks.length ? report : null
}

/** The audit, when it is about the scenario that is shown. */
function auditOf(scenario: Scenario): AuditReport | null {
  const { report, scenario: audited } = useAudit.getState()
  return audited === scenario ? report : null
}

/** The plan of a scenario: that of the one before, if nothing has moved. */
function planOf(scenario: Scenario, before: SiteNow | null): SitePlan {
  const plan = planSite(scenario)
  return before !== null && isSamePlan(before.plan, plan) ? before.plan : plan
}

function rebuilt(before: SiteNow | null, { scenario, run, placement, audit }: Pick<SiteNow, 'scenario' | 'run' | 'placement' | 'audit'>): SiteNow {
  const isSamePlace = before !== null && before.scenario === scenario
  const plan = isSamePlace ? before.plan : planOf(scenario, before)
  const blockOfRack = isSamePlace ? before.blockOfRack : Int32Array.from(plan.racks, rack => rack.block)
  const times = itemTimes(plan.items, scenario, run)
  const layers = layersOf({ scenario, plan, run, placement, audit, blockOfRack, times })
  return {
    ...shownSite(),
    scenario,
    plan,
    run,
    layers,
    layer: layers[useView.getState().layer],
    replay: createSiteReplay(run, plan.racks.length, scenario.blocks.length),
    times,
    blockOfRack,
    audit,
    rackBytes: isSamePlace ? before.rackBytes : new Uint8Array(plan.racks.length),
    itemStates: isSamePlace ? before.itemStates : new Uint8Array(plan.items.length),
    atMs: before?.atMs ?? 0,
    itemBytes: isSamePlace ? before.itemBytes : new Uint8Array(plan.items.length),
    placement,
    version: before?.version ?? 0,
  }
}

function refresh(): void {
  const scenario = shownScenario()
  if (scenario === null) return
  const before = siteNow.getState().now
  const { base } = useRun.getState()
  const run = base === null ? null : shownRun(drawnStudy(base, useView.getState().site))
  const layer = useView.getState().layer
  const placement = placementOf(scenario)
  const audit = auditOf(scenario)
  const isSame = before !== null && before.scenario === scenario && before.run === run && before.placement === placement && before.audit === audit
  const site = isSame ? before : rebuilt(before, { scenario, run, placement, audit })
  const { atMs } = clock.getState()
  site.replay.seek(atMs)
  writeItemStates(site.times, atMs, site.itemStates)
  writeRackBytes(site.layers[layer], site.replay.state, site.blockOfRack, site.rackBytes)
  writeItemBytes(site.layers[layer], site.replay.state, site.plan.items, site.itemBytes)
  siteNow.setState({ now: { ...site, atMs, layer: site.layers[layer], version: site.version + 1 } })
}

/** Keeps the site in step; returns the way to stop. */
export function followSite(): () => void {
  refresh()
  const stops = [
    clock.subscribe((now, before) => {
      if (now.atMs !== before.atMs) refresh()
    }),
    useRun.subscribe((now, before) => {
      if (now.base !== before.base) refresh()
    }),
    useDocument.subscribe((now, before) => {
      if (now.scenario !== before.scenario) refresh()
    }),
    useView.subscribe((now, before) => {
      if (now.layer !== before.layer || now.site !== before.site) refresh()
    }),
    usePlace.subscribe((now, before) => {
      if (now.report !== before.report) refresh()
    }),
    useAudit.subscribe((now, before) => {
      if (now.report !== before.report) refresh()
    }),
  ]
  return () => stops.forEach(stop => stop())
}

const REFRESH_MS = 120

/** The site for what React draws, at most eight times a second. */
export function useSiteNow(): SiteNow | null {
  const [now, setNow] = useState(() => siteNow.getState().now)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const take = (): void => {
      timer = undefined
      setNow(siteNow.getState().now)
    }
    const stop = siteNow.subscribe(() => {
      timer ??= setTimeout(take, REFRESH_MS)
    })
    take()
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [])
  return now
}
