/**
 * The cooling of a site: one block in full, from its racks over every way of the heat to the air outdoors, with the water that it
 * takes; the other blocks as one line each. Temperatures, flows and heat stand at every pipe, now, at full load and on the design day.
 */
import type { CoolingSchematic, SchematicCase, SchematicCaseId, SchematicHealth } from '../results/cooling-schematic.ts'
import { defineChart, type Frame } from './chart.ts'
import { placeSchematic } from './cooling-schematic/layout.ts'
import { LOUD, type SchematicMarks, schematicMarks, temperatureLegend, temperatureRange } from './cooling-schematic/marks.ts'
import { CASE_WORDS, degrees, HEALTH_WORDS, partLines, wattsText, worstPart } from './cooling-schematic/words.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { fitText } from './text-width.ts'

export interface CoolingSchematicData {
  readonly schematic: CoolingSchematic
  /** Name of each block, by index. */
  readonly blockLabels: readonly string[]
  /** Block drawn in full. */
  readonly expanded: number
  /** State that parts show and that pipes are coloured by. */
  readonly shown: SchematicCaseId
  /** Id of the selected part. */
  readonly selected: string | null
}

/** The state that is shown; the first there is where the one asked for is unknown. */
export const shownCase = ({ schematic: { cases }, shown }: Pick<CoolingSchematicData, 'schematic' | 'shown'>): SchematicCase => cases.find(({ id }) => id === shown) ?? cases[0]

const blocksOf = ({ nodes }: CoolingSchematic): number[] => [...new Set(nodes.flatMap(({ block }) => (block < 0 ? [] : [block])))].sort((a, b) => a - b)
const nameOf = ({ blockLabels }: CoolingSchematicData, block: number): string => blockLabels[block] ?? `Block ${block + 1}`

const WHEN: Readonly<Record<SchematicCaseId, string>> = { now: 'now', normal: 'at full load in mean air', design: 'at full load on the design day' }
const SEVERITY: readonly SchematicHealth[] = ['failed', 'reduced', 'normal', 'off']

/** Hottest coolant and how far it is from its limit, in words. */
function coolantWords({ schematic }: CoolingSchematicData, { nodes: states }: SchematicCase): string {
  const found = schematic.nodes.flatMap(({ kind }, index) => (kind === 'terminal' ? states[index].facts.filter(({ name, limit }) => limit !== null && name !== 'inlet air') : []))
  if (found.length === 0) return ''
  const worst = found.reduce((most, fact) => ((fact.limit ?? 0) - fact.value < (most.limit ?? 0) - most.value ? fact : most))
  return `; ${worst.name} reaches ${degrees(worst.value)} of ${degrees(worst.limit ?? 0)}\u2009°C`
}

function finding(data: CoolingSchematicData): string {
  const { schematic } = data
  const each = shownCase(data)
  const worst = blocksOf(schematic).flatMap(block => {
    const found = worstPart(schematic, each, block)
    return found === null ? [] : [{ block, ...found }]
  }).sort((a, b) => SEVERITY.indexOf(a.health) - SEVERITY.indexOf(b.health) || a.block - b.block)
  const bad = worst.filter(({ health }) => health === 'failed' || health === 'reduced')
  if (bad.length > 0) {
    const [first] = bad
    const { note } = each.nodes[first.node]
    const others = bad.length === 1 ? '' : `, and ${bad.length - 1} more`
    return `${nameOf(data, first.block)}${others}, ${WHEN[each.id]}: ${schematic.nodes[first.node].label.toLowerCase()} ${HEALTH_WORDS[first.health]}${note === '' ? '' : `, ${note}`}`
  }
  if (worst.every(({ health }) => health === 'off')) return `No block is cooled ${WHEN[each.id]}`
  return `Cooling holds ${WHEN[each.id]}${coolantWords(data, each)}`
}

function measure(data: CoolingSchematicData): string {
  const { dryBulbC, wetBulbC, id } = shownCase(data)
  const basis = id === 'now' ? 'state that lasts at the load, air and health recorded' : 'all racks at maximum, nothing failed'
  return `${CASE_WORDS[id].name} at ${degrees(dryBulbC)}\u2009°C dry bulb, ${degrees(wetBulbC)}\u2009°C wet bulb: ${basis}. At pipes heat, supply → return, flow`
}

const CARD = { width: 168, height: 34, gap: 8 } as const

/** Blocks that are not drawn in full, as cards: heat, hottest coolant, health. */
function cardMarks(data: CoolingSchematicData, context: SchematicMarks, blocks: readonly number[], width: number, top: number): Mark[] {
  const { schematic } = data
  const { ink, theme } = context
  const each = shownCase(data)
  const perRow = Math.max(1, Math.floor((width + CARD.gap) / (CARD.width + CARD.gap)))
  return blocks.map((block, index) => {
    const x = (index % perRow) * (CARD.width + CARD.gap)
    const y = top + Math.floor(index / perRow) * (CARD.height + CARD.gap)
    const racks = schematic.nodes.findIndex(node => node.block === block && node.kind === 'racks')
    const health = worstPart(schematic, each, block)?.health ?? 'off'
    const fact = schematic.nodes.flatMap((node, at) => (node.block === block && node.kind === 'terminal' ? each.nodes[at].facts : []))[0]
    const words = health === 'off' ? 'off' : [wattsText(each.nodes[racks]?.electricW ?? 0), ...(fact === undefined ? [] : [`${fact.name} ${degrees(fact.value)}\u2009°C`])].join(' · ')
    const isBad = health === 'failed' || health === 'reduced'
    const { bad, good } = LOUD[theme]
    const isFull = block === data.expanded
    return h(
      'g',
      { 'data-blocks': String(block), class: isFull ? 'column expanded' : 'column' },
      h('title', {}, `${nameOf(data, block)}: ${HEALTH_WORDS[health]}${isFull ? ', drawn in full' : '; press to draw in full'}`),
      h('rect', { x, y, width: CARD.width, height: CARD.height, rx: 4, fill: ink.line, 'fill-opacity': isFull ? 0.55 : 0.2, stroke: isBad ? bad : isFull ? good : ink.line, 'stroke-width': isBad || isFull ? 1.5 : 0.75, ...(health === 'off' ? { 'stroke-dasharray': '3 3' } : {}) }),
      h('text', { x: x + 7, y: y + 14, 'font-size': 11, 'font-weight': 600, fill: ink.text }, fitText(`${isBad ? '▲ ' : ''}${nameOf(data, block)}`, CARD.width - 14, 11, true)),
      h('text', { x: x + 7, y: y + 27, 'font-size': 10, fill: ink.muted }, fitText(words, CARD.width - 14, 10)),
    )
  })
}

const GAP = { top: 12, cards: 14, legend: 20, foot: 16 } as const

function drawn(data: CoolingSchematicData, frame: Frame): Mark {
  const { schematic } = data
  const ink = inkOf(frame)
  const blocks = blocksOf(schematic)
  const expanded = blocks.includes(data.expanded) ? data.expanded : blocks[0]
  const full = { ...data, expanded }
  const placed = placeSchematic(schematic, expanded, shownCase(full), frame.width)
  const width = Math.max(frame.width, Math.ceil(placed.width))
  const size: Frame = { ...frame, width }
  const heading = headingOf(size, finding(full), measure(full), { title: 2, subtitle: 3 })
  const context: SchematicMarks = { schematic, shown: shownCase(full), ink, theme: frame.theme, selected: data.selected, blockLabel: blocks.length < 2 ? '' : nameOf(data, expanded) }
  const perRow = Math.max(1, Math.floor((width + CARD.gap) / (CARD.width + CARD.gap)))
  const cardRows = blocks.length < 2 ? 0 : Math.ceil(blocks.length / perRow)
  const cardsHeight = cardRows * (CARD.height + CARD.gap) + (cardRows > 0 ? GAP.cards - CARD.gap : 0)
  // A single line of blocks stands above as tabs do; more of them would push the drawing away.
  const isAbove = cardRows === 1
  const top = heading.bottom + GAP.top + (isAbove ? cardsHeight : 0)
  const legendY = top + placed.height + GAP.legend
  const cardsTop = isAbove ? heading.bottom + GAP.top : legendY + GAP.cards
  const height = legendY + (isAbove ? 0 : cardsHeight) + GAP.foot
  const range = temperatureRange(schematic)
  const left = Math.max(0, (width - placed.width) / 2)
  return page({ ...size, height: Math.max(frame.height, Math.ceil(height)) }, heading, [
    ...(cardRows > 0 ? [h('g', { class: 'cards' }, cardMarks(full, context, blocks, width, cardsTop))] : []),
    h('g', { transform: `translate(${left.toFixed(1)},${top.toFixed(1)})` }, schematicMarks(context, placed), range === null ? null : temperatureLegend(range, frame.theme, ink, placed.height + GAP.legend)),
  ])
}

export const coolingSchematicChart = defineChart<CoolingSchematicData>({
  id: 'cooling',
  label: 'Cooling schematic',
  layout: (data, frame) => (data.schematic.cases.length === 0 || blocksOf(data.schematic).length === 0 ? emptyPage(frame, 'Cooling of the site', 'No block to cool in this scenario yet') : drawn(data, frame)),
  rows: ({ schematic: { nodes, edges, cases } }) => ({
    columns: [
      { name: 'case', unit: '' }, { name: 'from', unit: '' }, { name: 'to', unit: '' }, { name: 'medium', unit: '' }, { name: 'heat', unit: 'W' },
      { name: 'supply', unit: '°C' }, { name: 'return', unit: '°C' }, { name: 'flow', unit: 'kg/s' }, { name: 'health at the end', unit: '' },
    ],
    rows: cases.flatMap(each => edges.map(({ from, to, medium }, index) => {
      const { heatW, supplyC, returnC, flowKgps } = each.edges[index]
      return [CASE_WORDS[each.id].name, nodes[from].id, nodes[to].id, medium, heatW === null ? null : Math.round(heatW), supplyC, returnC, flowKgps, each.nodes[to].health]
    })),
  }),
  describe: data => (data.schematic.cases.length === 0 ? 'Cooling of the site: no block to cool in this scenario yet.' : `${finding(data)}. ${data.schematic.nodes.length} parts and ${data.schematic.edges.length} connections from the racks to the air outdoors.`),
})

/** Lines of a part in the state that is shown, for inspectors. */
export const partWords = (data: CoolingSchematicData, node: number): string[] => partLines(data.schematic, node, shownCase(data).nodes[node]).map(({ text, value }) => (value === '' ? text : `${text}: ${value}`))
