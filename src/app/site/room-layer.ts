/** Blocks coloured by how many racks fit at the time of the clock. */
import { bindingText } from '../../analysis/placement.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { PlaceFit, PlacementReport } from '../../results/placement.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { formatNumber } from '../format.ts'
import { ABSENT, BYTES, type Layer, type LegendEntry, paletteOf, patternsOf } from './layer.ts'
import type { SiteState } from './replay.ts'

/** Byte of a block of which nothing is known yet, and of one that is not ready. */
const OPEN_BYTE = 7
const LATER_BYTE = 1
const NONE_BYTE = 2
const ALL_BYTE = 6
/** Lower ends of the classes between none and all, as shares of what is asked for. */
const SHARES = [0, 0.25, 0.5] as const
/** Stops of viridis from none to all: darker is fuller for every kind of sight. */
const COLOURS = { none: '#443a83', classes: ['#31688e', '#21918c', '#5ec962'], all: '#fde725' } as const

/** What fits in a block at a time; null before it is ready. */
export function fitAt({ blocks }: PlacementReport, block: number, day: number): PlaceFit | null {
  return blocks[block]?.phases.findLast(phase => phase.day <= day) ?? null
}

function byteOf(racks: number, asked: number): number {
  if (racks >= asked) return ALL_BYTE
  if (racks <= 0) return NONE_BYTE
  return NONE_BYTE + 1 + SHARES.findLastIndex(share => racks >= share * asked)
}

function legendOf(asked: number): LegendEntry[] {
  const classes = SHARES.flatMap((share, index): LegendEntry[] => {
    const from = Math.max(1, Math.ceil(share * asked))
    const to = Math.ceil((SHARES[index + 1] ?? 1) * asked) - 1
    return from > to ? [] : [{ byte: NONE_BYTE + 1 + index, colour: COLOURS.classes[index], label: from === to ? `${formatNumber(from)} fit${from === 1 ? 's' : ''}` : `${formatNumber(from)}–${formatNumber(to)} fit` }]
  })
  return [
    { byte: LATER_BYTE, colour: '#b9bdc1', label: 'Not ready yet' },
    { byte: NONE_BYTE, colour: COLOURS.none, label: 'None fits' },
    ...classes,
    { byte: ALL_BYTE, colour: COLOURS.all, label: asked === 1 ? 'It fits' : `All ${formatNumber(asked)} fit` },
  ]
}

/** Before an answer is there, everything is grey. */
export function roomLayer(scenario: Scenario, report: PlacementReport | null, isOnSite: (site: SiteState, rack: number) => boolean): Layer {
  const legend: LegendEntry[] = report === null ? [{ byte: OPEN_BYTE, colour: '#a6acb2', label: 'Being worked out' }] : legendOf(report.asked)
  const blockFit = (site: SiteState, block: number): PlaceFit | null => (report === null ? null : fitAt(report, block, scenario.horizon.start + site.atMs / DAY_MS))
  const byteAt = (site: SiteState, block: number): number => {
    if (report === null) return OPEN_BYTE
    const fit = blockFit(site, block)
    return fit === null ? LATER_BYTE : byteOf(fit.racks, report.asked)
  }
  const words = (site: SiteState, block: number): string => {
    if (report === null) return 'being worked out'
    const fit = blockFit(site, block)
    if (fit === null) return 'not ready yet'
    if (fit.racks >= report.asked) return `all ${formatNumber(fit.racks)} fit`
    return `${formatNumber(fit.racks)} of ${formatNumber(report.asked)} fit, ${bindingText(fit.binds)} binds`
  }
  const note = (site: SiteState, block: number): string => words(site, block).replace(/, .*$/, '')
  return {
    id: 'room',
    label: 'Room for racks',
    measure: report === null ? 'How many racks fit' : `How many of ${formatNumber(report.asked)} racks of ${report.model} fit, by block`,
    palette: paletteOf(legend),
    patterns: patternsOf(legend),
    legend,
    isScale: false,
    read: (site, rack, block) => (isOnSite(site, rack) ? byteAt(site, block) : ABSENT),
    describe: (site, _rack, block) => words(site, block),
    readItem: (site, { kind, block }) => (kind === 'hall' ? byteAt(site, block) : ABSENT),
    describeItem: (site, { block }) => (block < 0 ? '' : words(site, block)),
    hallNote: note,
    tally(site) {
      const counts = new Uint32Array(BYTES)
      for (let block = 0; block < scenario.blocks.length; block++) counts[byteAt(site, block)] += 1
      const count = scenario.blocks.length
      return { counts, note: `${formatNumber(count)} block${count === 1 ? '' : 's'}` }
    },
  }
}
