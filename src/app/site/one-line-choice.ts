/** Choosing a component or a contingency: one-line, scene, table, inspector and text follow each other. */
import type { Contingency } from '../../results/audit.ts'
import { chosenOf, nameOf, useAudit } from '../state/audit.ts'
import { useDocument } from '../state/document.ts'
import { hintLine, revealLine, select, type Selection, useView } from '../state/view.ts'
import { lineOf, writtenPath } from './lines-of.ts'
import { type LinkedSite, nodeOfSelection, selectionOfNode, wiringOf } from './one-line-links.ts'
import { thingOf } from './selection.ts'
import { type SiteNow, siteNow } from './site-now.ts'

export const linkedSite = ({ plan, blockOfRack, scenario }: SiteNow): LinkedSite => ({ plan, blockOfRack, plants: scenario.generation.map(({ id }) => id), wiring: wiringOf(scenario) })

/** The site, when the report is about the scenario that it shows. */
function site(): LinkedSite | null {
  const { now } = siteNow.getState()
  return now === null || now.scenario !== useAudit.getState().scenario ? null : linkedSite(now)
}

/** Selections made here are not taken back from the scene. */
let isOurs = false

function selectQuietly(selection: Selection | null): void {
  isOurs = true
  select(selection)
  isOurs = false
}

/** Line of a component in the text, or of the nearest place above it that is written. */
export function lineOfNode(id: string): number | undefined {
  const node = useAudit.getState().report?.oneLine.nodes.find(each => each.id === id)
  return node === undefined ? undefined : lineOf(useDocument.getState().lines, writtenPath(useAudit.getState().scenario, node.path))
}

function follow(index: number): void {
  const { report } = useAudit.getState()
  const linked = site()
  if (report === null || linked === null) return
  selectQuietly(index < 0 ? null : selectionOfNode(report.oneLine, linked, index))
}

/** Selects a component everywhere; its block is drawn in full. */
export function chooseNode(id: string | null): void {
  const { report } = useAudit.getState()
  const index = report?.oneLine.nodes.findIndex(node => node.id === id) ?? -1
  const node = report?.oneLine.nodes[index]
  useAudit.setState(before => ({ node: node?.id ?? null, chosen: null, expanded: node === undefined || node.block < 0 ? before.expanded : node.block }))
  follow(index)
  const line = node === undefined ? undefined : lineOfNode(node.id)
  if (line !== undefined) hintLine(line)
}

/** Shows a contingency everywhere: what fails is selected in the scene, its line is seen in the text. */
export function chooseContingency(contingency: Contingency | null): void {
  const { report } = useAudit.getState()
  const first = contingency?.nodes[0] ?? -1
  const node = report?.oneLine.nodes[first]
  useAudit.setState(before => ({ chosen: contingency === null ? null : nameOf(contingency), node: node?.id ?? null, expanded: node === undefined || node.block < 0 ? before.expanded : node.block }))
  follow(first)
  if (contingency?.line !== undefined) hintLine(contingency.line)
}

/** Goes to the line of what is chosen, with the cursor. */
export function goToChosenLine(): void {
  const { node } = useAudit.getState()
  const line = chosenOf(useAudit.getState())?.line ?? (node === null ? undefined : lineOfNode(node))
  if (line !== undefined) revealLine(line)
}

/** What is selected in the scene or in the table, as a component. */
function takeSelection(selection: Selection | null): void {
  const { report, node } = useAudit.getState()
  const linked = site()
  if (report === null || linked === null) return
  const { now } = siteNow.getState()
  const thing = now === null ? null : thingOf(now, selection)
  const found = thing === null ? undefined : report.oneLine.nodes[nodeOfSelection(report.oneLine, linked, thing)]
  if (found?.id === node) return
  useAudit.setState(before => ({ node: found?.id ?? null, chosen: null, expanded: found === undefined || found.block < 0 ? before.expanded : found.block }))
}

/** Keeps the one-line in step with the scene from now on; returns the way to stop. */
export function followSelection(): () => void {
  const { selection } = useView.getState()
  if (selection !== null && useAudit.getState().chosen === null) takeSelection(selection)
  return useView.subscribe((now, before) => {
    if (now.selection !== before.selection && !isOurs) takeSelection(now.selection)
  })
}
