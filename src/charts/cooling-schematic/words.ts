/** What is written on parts and pipes: loads, temperatures, flows, and what is wrong. */
import { digits, percent } from '../../analysis/number-text.ts'
import type { CoolingSchematic, SchematicCase, SchematicCaseId, SchematicFact, SchematicHealth, SchematicNodeState } from '../../results/cooling-schematic.ts'

const THIN = '\u2009'

export const CASE_WORDS: Readonly<Record<SchematicCaseId, { readonly tag: string; readonly name: string }>> = {
  now: { tag: 'now', name: 'Now' },
  normal: { tag: 'normal', name: 'Normal' },
  design: { tag: 'design', name: 'Design day' },
}

/** Other than by colour, health is told by a mark in front of the words. */
export const HEALTH_WORDS: Readonly<Record<SchematicHealth, string>> = { normal: 'normal', reduced: 'reduced', failed: 'failed', off: 'off' }

const MEGAWATTS_FROM = 999_500
export function wattsText(watts: number): string {
  if (Math.abs(watts) < MEGAWATTS_FROM) return `${digits(watts / 1000, Math.abs(watts) < 9950 && watts !== 0 ? 1 : 0)}${THIN}kW`
  return `${digits(watts / 1e6, Math.abs(watts) >= 99.95e6 ? 0 : 1)}${THIN}MW`
}

export const flowText = (kgps: number): string => `${digits(kgps, Math.abs(kgps) >= 99.95 || kgps === 0 ? 0 : 1)}${THIN}kg/s`
export const degrees = (celsius: number): string => digits(celsius, 1)

/** One line beside a pipe, in columns: which state, heat, temperatures, flow. */
export interface PipeLine {
  readonly tag: string
  readonly heat: string
  readonly temperatures: string
  readonly flow: string
}

export function pipeLine(each: SchematicCase, edge: number): PipeLine {
  const { heatW, supplyC, returnC, flowKgps } = each.edges[edge]
  const temperatures = supplyC === null ? '' : returnC === null ? `${degrees(supplyC)}${THIN}°C` : `${degrees(supplyC)} → ${degrees(returnC)}${THIN}°C`
  return { tag: CASE_WORDS[each.id].tag, heat: heatW === null ? '' : wattsText(heatW), temperatures, flow: flowKgps === null ? '' : flowText(flowKgps) }
}

function factText({ name, value, unit, limit }: SchematicFact): string {
  const texts: Readonly<Record<SchematicFact['unit'], (number: number) => string>> = { '°C': number => `${degrees(number)}${THIN}°C`, W: wattsText, 'kg/s': flowText, share: percent }
  return `${name} ${texts[unit](value)}${limit === null ? '' : ` of ${texts[unit](limit)}`}`
}

/** A line in a part: words at the left, a figure at the right, a bar where there is a share to show. */
export interface PartLine {
  readonly text: string
  readonly value: string
  /** Load per rating of the machines in service, drawn as a bar; null for none. */
  readonly share: number | null
  readonly isLoud: boolean
}

const plain = (text: string, value = ''): PartLine => ({ text, value, share: null, isLoud: false })

/** Lines of a part in one of its states, the most telling first. */
export function partLines({ nodes }: CoolingSchematic, node: number, state: SchematicNodeState): PartLine[] {
  const { machines, kind } = nodes[node]
  const rows = machines.map(({ label, count, ratedW }, index): PartLine => {
    const { out, heatW } = state.machines[index] ?? { out: 0, heatW: null }
    const inService = Math.max(0, count - out)
    const capacityW = inService * ratedW
    const words = `${count} × ${label.toLowerCase()}`
    return heatW === null
      ? { text: words, value: `${wattsText(ratedW)} each`, share: null, isLoud: false }
      : { text: words, value: `${wattsText(heatW)}, rated ${wattsText(capacityW)}`, share: capacityW > 0 ? heatW / capacityW : 0, isLoud: false }
  })
  const facts = state.facts.map(factText).join(' · ')
  const electric = kind === 'racks' ? wattsText(state.electricW) : state.electricW > 0 ? `${wattsText(state.electricW)} electric` : ''
  const told = [facts, electric].filter(text => text !== '').join(' · ')
  const isLoud = state.health === 'reduced' || state.health === 'failed'
  return [
    ...rows,
    ...(told === '' ? [] : [plain(told)]),
    ...(state.note === '' ? [] : [{ ...plain(isLoud ? `${HEALTH_WORDS[state.health]}: ${state.note}` : state.note), isLoud }]),
  ]
}

/** A part in full, for hovering and for readers of the screen: every state that is known. */
export function partSentence(schematic: CoolingSchematic, node: number, blockLabel: string): string {
  const { label, machines } = schematic.nodes[node]
  const head = `${label}${blockLabel === '' ? '' : ` of ${blockLabel}`}`
  const made = machines.map(({ count, model }) => `${count} × ${model}`).join(', ')
  const states = schematic.cases.map(each => {
    const { health } = each.nodes[node]
    const told = partLines(schematic, node, each.nodes[node]).map(({ text, value }) => (value === '' ? text : `${text} ${value}`)).join('; ')
    return `${CASE_WORDS[each.id].name}: ${health === 'normal' ? '' : `${HEALTH_WORDS[health]}; `}${told}`
  })
  return [head, ...(made === '' ? [] : [made]), ...states].join('\n')
}

/** Worst health of a block in a state, with the part that has it. */
export function worstPart({ nodes }: CoolingSchematic, { nodes: states }: SchematicCase, block: number): { readonly node: number; readonly health: SchematicHealth } | null {
  const order: readonly SchematicHealth[] = ['failed', 'reduced', 'off', 'normal']
  const own = nodes.flatMap((node, index) => (node.block === block ? [index] : []))
  for (const health of order) {
    const node = own.find(index => states[index].health === health)
    if (node !== undefined) return { node, health }
  }
  return null
}
