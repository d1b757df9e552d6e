/**
 * The site's clockwork: the weather of every hour, told to whoever cools or burns, the extremes, told to whoever suffers them, and the
 * milestones of land and phases.
 */
import { sample } from '../../base/distribution.ts'
import { type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { HOUR_MS } from '../../base/spans.ts'
import { roundMs } from '../../base/variates.ts'
import type { WeatherSeries } from '../../scenario/inputs.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext, GatePort, WeatherNow } from '../ports.ts'
import { extremesOf, type Occurrence } from './extremes.ts'
import type { SiteMilestone } from './phases.ts'

export interface Site {
  start(): void
  readonly weather: WeatherNow
}

/** Who is told what the site does. */
export interface SitePorts {
  weatherChanged(weather: WeatherNow): void
  readonly gates: Pick<GatePort, 'closeBlock' | 'openBlock'>
  /** Hail damages each cooler's coil with probability `damage`; `key` draws which and for how long. */
  hailStruck(damage: number, repair: Repair, key: EntityKey): void
  /** Share of their capacity that dry coolers have in smoke. */
  airSideLeft(share: number): void
  /** Share of its usual water that the source gives. */
  waterSupplied(share: number): void
  /** Lightning struck one of the feeds, the one at `share` of their list: a sag to `retained` of nominal voltage. */
  lightningStruck(share: number, retained: number, durationMs: number): void
}

/** Voltage left in a sag, least and most, as a share of nominal; engineering default. */
const SAG_LEAST = 0.3
const SAG_MOST = 0.9

type Repair = Extract<Occurrence['extreme'], { readonly kind: 'hail' }>['repair']

/** Specific gas constant of dry air, J/(kg·K). Source: ASHRAE Fundamentals ch. 1. */
const DRY_AIR_GAS_CONSTANT = 287.042
const KELVIN = 273.15

type Weather = { -readonly [K in keyof WeatherNow]: number }

/** Reads hour `index` of the series into `into`; the series covers the whole horizon. */
function readHour(series: WeatherSeries, index: number, into: Weather): void {
  const hour = Math.min(index, series.hours - 1)
  into.dryBulbC = series.dryBulbC[hour]
  into.wetBulbC = series.wetBulbC[hour]
  into.humidityRatio = series.humidityRatio[hour]
  into.pressurePa = series.pressurePa[hour]
  const specificVolume = (DRY_AIR_GAS_CONSTANT * (into.dryBulbC + KELVIN) * (1 + 1.607858 * into.humidityRatio)) / into.pressurePa
  into.densityKgpm3 = (1 + into.humidityRatio) / specificVolume
}

interface Clockwork {
  readonly ctx: DomainContext
  readonly ports: SitePorts
  readonly occurrences: readonly Occurrence[]
  /** 1 while the occurrence lasts. */
  readonly table: { col: { active: Uint8Array } }
}

const WORDS: Readonly<Record<Occurrence['extreme']['kind'], string>> = {
  'heat-wave': 'heat wave', freeze: 'freeze', smoke: 'smoke', hail: 'hail', flood: 'flood', drought: 'drought', lightning: 'lightning',
}

const labelOf = ({ extreme }: Occurrence): string => `${WORDS[extreme.kind]} ${extreme.id}`

/** Product of what the active occurrences leave, by a share that each states; 1 when none is active. */
function shareLeft({ occurrences, table }: Clockwork, share: (extreme: Occurrence['extreme']) => number): number {
  let left = 1
  for (let i = 0; i < occurrences.length; i++) if (table.col.active[i] === 1) left *= share(occurrences[i].extreme)
  return left
}

const tellAir = (c: Clockwork): void => c.ports.airSideLeft(shareLeft(c, extreme => (extreme.kind === 'smoke' ? extreme.airSide : 1)))

const tellWater = (c: Clockwork): void => c.ports.waterSupplied(shareLeft(c, extreme => (extreme.kind === 'drought' ? extreme.supply : 1)))

/** Blocks under water are closed as long as any flood lasts. */
function tellGates(c: Clockwork): void {
  const { blocks } = c.ctx.scenario
  blocks.forEach(({ id }, block) => {
    const isFlooded = c.occurrences.some(({ extreme }, i) => c.table.col.active[i] === 1 && extreme.kind === 'flood' && (extreme.blocks?.includes(id) ?? true))
    if (isFlooded) c.ports.gates.closeBlock(block, 'zone')
    else c.ports.gates.openBlock(block, 'zone')
  })
}

/** What to do when an occurrence of a kind begins or ends; temperatures are in the series already. */
const CHANGED: Readonly<Partial<Record<Occurrence['extreme']['kind'], (c: Clockwork) => void>>> = { smoke: tellAir, drought: tellWater, flood: tellGates }

function begin(c: Clockwork, index: number): void {
  const occurrence = c.occurrences[index]
  const { extreme, key } = occurrence
  c.table.col.active[index] = 1
  c.ctx.emit({ kind: 'outageStarted', what: labelOf(occurrence), block: -1 })
  CHANGED[extreme.kind]?.(c)
  if (extreme.kind === 'hail') c.ports.hailStruck(extreme.damage, extreme.repair, key)
  if (extreme.kind === 'lightning') {
    const retained = extreme.retained ?? SAG_LEAST + (SAG_MOST - SAG_LEAST) * uniform(key, PURPOSE.class, 0)
    c.ports.lightningStruck(uniform(key, PURPOSE.tieBreak, 0), retained, Math.max(1, roundMs(sample(extreme.sag, uniform(key, PURPOSE.duration, 0)))))
  }
}

function end(c: Clockwork, index: number): void {
  c.table.col.active[index] = 0
  c.ctx.emit({ kind: 'outageEnded', what: labelOf(c.occurrences[index]), block: -1 })
  CHANGED[c.occurrences[index].extreme.kind]?.(c)
}

/** Registers beginnings and ends of extremes; the returned function schedules them. */
function createExtremes(c: Clockwork): () => void {
  const { kernel, world } = c.ctx
  const ended = kernel.command('site.extremeEnded', Phase.facility, index => end(c, index))
  const begun = kernel.command('site.extremeBegun', Phase.facility, index => {
    begin(c, index)
    const { endMs } = c.occurrences[index]
    if (endMs < world.horizonMs) kernel.schedule(ended, index, endMs)
  })
  return () => c.occurrences.forEach(({ startMs }, index) => void kernel.schedule(begun, index, startMs))
}

/** Registers the milestones of land and phases; the returned function schedules them. */
function createMilestones({ kernel, world, emit }: DomainContext, milestones: readonly SiteMilestone[]): () => void {
  const reached = kernel.command('site.milestone', Phase.facility, index => {
    const { name, plannedMs } = milestones[index]
    emit({ kind: 'milestoneReached', milestone: name, block: -1, plannedMs: Math.max(0, plannedMs) })
  })
  return () => milestones.forEach(({ atMs }, index) => {
    if (atMs >= 0 && atMs < world.horizonMs) kernel.schedule(reached, index, atMs)
  })
}

export function createSite(ctx: DomainContext, series: WeatherSeries, milestones: readonly SiteMilestone[], ports: SitePorts): Site {
  const { kernel, world, state } = ctx
  const weather = state.scalars('site.weather', { dryBulbC: 0, wetBulbC: 0, humidityRatio: 0, pressurePa: 0, densityKgpm3: 0 })
  const occurrences = extremesOf(ctx.scenario, world.root)
  const table = state.table('site.extreme', occurrences.length, { active: 'u8' })
  const hourly = kernel.command('site.hour', Phase.facility, hour => {
    readHour(series, hour, weather)
    ports.weatherChanged(weather)
    if ((hour + 1) * HOUR_MS < world.horizonMs) kernel.schedule(hourly, hour + 1, (hour + 1) * HOUR_MS)
  })
  const startExtremes = createExtremes({ ctx, ports, occurrences, table })
  const startMilestones = createMilestones(ctx, milestones)
  readHour(series, 0, weather)
  return {
    weather,
    start() {
      kernel.schedule(hourly, 0, 0)
      startExtremes()
      startMilestones()
    },
  }
}
