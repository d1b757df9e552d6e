/** The redundancy audit of the present scenario, and what of it is looked at. It runs in a worker of its own, after the first picture. */
import { create } from 'zustand'
import { type AuditReport, AUDIT_STATES, type AuditState, type Contingency } from '../../results/audit.ts'
import { livingSession } from '../../runner/client.ts'
import type { HostInputs, RemoteSession, ScenarioSource } from '../../runner/protocol.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { endWork, noteWork } from './work.ts'

/** What is asked: every single failure, also during every maintenance, also in pairs. */
export type AuditDepth = 'singles' | 'maintenance' | 'pairs'

export interface AuditView {
  readonly report: AuditReport | null
  /** The scenario that the report is about. */
  readonly scenario: Scenario | null
  /** The study that the report belongs to. */
  readonly key: string
  readonly activity: 'idle' | 'running' | 'failed'
  /** Why it failed. */
  readonly message: string
  readonly depth: AuditDepth
  /** States that are listed; none chosen lists all. */
  readonly states: readonly AuditState[]
  /** Words that a listed contingency must have. */
  readonly text: string
  /** Name of the contingency that is shown. */
  readonly chosen: string | null
  /** Id of the component that is selected. */
  readonly node: string | null
  /** Block drawn in full. */
  readonly expanded: number | null
  /** Loads at the time of the clock are shown. */
  readonly isLive: boolean
}

const FRESH = { report: null, scenario: null, key: '', activity: 'idle', message: '', chosen: null, node: null, expanded: 0 } as const

export const useAudit = create<AuditView>(() => ({ ...FRESH, depth: 'maintenance', states: [], text: '', isLive: false }))

/** Tells contingencies of one report apart. */
export const nameOf = ({ failed, maintained }: Pick<Contingency, 'failed' | 'maintained'>): string => `${failed.join(' + ')}${maintained === null ? '' : ` | ${maintained}`}`

export const chosenOf = ({ report, chosen }: Pick<AuditView, 'report' | 'chosen'>): Contingency | null => report?.contingencies.find(each => nameOf(each) === chosen) ?? null

/** Contingencies with one of the states and all of the words, in the order of the report. */
export function listed(contingencies: readonly Contingency[], states: readonly AuditState[], text: string, wordsOf: (contingency: Contingency) => string): Contingency[] {
  const words = text.toLowerCase().split(/\s+/).filter(word => word !== '')
  return contingencies.filter(each => {
    if (states.length > 0 && !states.includes(each.state)) return false
    const said = words.length === 0 ? '' : `${wordsOf(each)} ${each.reason} ${nameOf(each)} ${each.alike.join(' ')}`.toLowerCase()
    return words.every(word => said.includes(word))
  })
}

export function toggleState(state: AuditState): void {
  useAudit.setState(({ states }) => ({ states: states.includes(state) ? states.filter(each => each !== state) : AUDIT_STATES.filter(each => each === state || states.includes(each)) }))
}

/** A study that is looked at on paper. */
export interface PaperStudy {
  readonly key: string
  readonly scenario: Scenario
  readonly source: ScenarioSource
  readonly inputs: HostInputs
}

let session: RemoteSession | undefined
let asked: PaperStudy | undefined
/** Counts audits; the answer of an older one is void. */
let generation = 0

const AUDIT = 'audit'

/** Ends the audit in work; what is there stays. */
export function cancelAudit(): void {
  generation += 1
  if (useAudit.getState().activity !== 'running') return
  // An audit has no slices: its worker is put away and the next one gets a fresh worker.
  session?.terminate()
  session = undefined
  endWork(AUDIT)
  useAudit.setState({ activity: 'idle' })
}

/** What of the old view still means something in a new report. */
function kept(report: AuditReport, { chosen, node, expanded }: AuditView): Pick<AuditView, 'chosen' | 'node' | 'expanded'> {
  const blocks = Math.max(-1, ...report.oneLine.nodes.map(({ block }) => block)) + 1
  return {
    chosen: report.contingencies.some(each => nameOf(each) === chosen) ? chosen : null,
    node: report.oneLine.nodes.some(({ id }) => id === node) ? node : null,
    expanded: expanded !== null && expanded >= blocks ? 0 : expanded,
  }
}

async function work(ask: PaperStudy): Promise<void> {
  const mine = ++generation
  const { depth } = useAudit.getState()
  session = livingSession(session)
  useAudit.setState({ activity: 'running', message: '' })
  noteWork({ id: AUDIT, what: 'Redundancy audit', share: null, leftMs: null, cancel: cancelAudit })
  const outcome = await session.audit(ask.source, ask.inputs, { maintenance: depth !== 'singles', pairs: depth === 'pairs' })
  if (mine !== generation) return
  endWork(AUDIT)
  if (outcome.status === 'finished') {
    const { report } = outcome
    useAudit.setState(before => ({ report, scenario: ask.scenario, key: ask.key, activity: 'idle', ...kept(report, before) }))
  } else if (outcome.status === 'failed') useAudit.setState({ activity: 'failed', message: outcome.message })
  else useAudit.setState({ activity: 'idle' })
}

/** Audits a study, unless its report is there already. Returns at once. */
export function startAudit(ask: PaperStudy): void {
  const { key, activity } = useAudit.getState()
  const isSame = asked?.key === ask.key && asked.source.text === ask.source.text
  asked = ask
  // A text of the same meaning may have other lines.
  if (isSame && (activity === 'running' || key === ask.key)) return
  cancelAudit()
  void work(ask)
}

export function setDepth(depth: AuditDepth): void {
  if (depth === useAudit.getState().depth) return
  useAudit.setState({ depth })
  cancelAudit()
  if (asked !== undefined) void work(asked)
}

/** True while the report is about an older text than the one at hand. */
export const isReportStale = ({ key, report }: Pick<AuditView, 'key' | 'report'>, shownKey: string | undefined): boolean => report !== null && shownKey !== undefined && key !== shownKey
