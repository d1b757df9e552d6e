/** Milestones: one row a date of the plan, with its slip where it has one. */
import { type StatedMilestone, milestonesOf } from '../../scenario/milestones.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { fieldAtPath, shapeOf, valueAt } from '../../scenario/schema/walk.ts'
import { metaOf } from '../../scenario/schema/field-meta.ts'
import { scenarioFile } from '../../scenario/schema/scenario.ts'
import type { ReadRow } from './columns.ts'
import { checked, type KindInput, type SheetEdit, type SheetKind } from './sheet-kind.ts'

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}[\]]+/gu, ' ').trim()

function milestoneOf(known: readonly StatedMilestone[], name: string, row: number, tell: KindInput['tell']): StatedMilestone | undefined {
  const found = known.find(({ written, label }) => written === name || plain(label) === plain(name) || plain(written) === plain(name))
  if (found !== undefined) return found
  const names = known.map(({ written }) => written)
  const nearest = nearestName(name, [...names, ...known.map(({ label }) => label)])
  tell(row, 'milestone', 'SHEET_MILESTONE', `there is no milestone “${name}” in the scenario${nearest === undefined ? '' : `; did you mean ${nearest}?`} (it has ${names.slice(0, 12).join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''})`)
  return undefined
}

function slipOf({ values }: ReadRow): unknown {
  const { slip, p90 } = values
  if (p90 !== undefined && slip !== undefined) return { p50: slip, p90 }
  return slip ?? p90
}

/** Values of all instances of an entry, one of them changed. */
function listed(before: unknown, index: number, count: number, planned: unknown): unknown {
  return Array.from({ length: count }, (_, at) => (at === index ? planned : Array.isArray(before) ? (before as readonly unknown[])[at] : before))
}

function milestoneEdits(row: ReadRow, milestone: StatedMilestone, data: unknown, tell: KindInput['tell']): SheetEdit[] {
  const { path, written, slips, instance } = milestone
  const slip = slipOf(row)
  const planned = row.values.planned ?? milestone.planned
  if (slip !== undefined && !slips) {
    tell(row.number, row.values.slip === undefined ? 'p90' : 'slip', 'SHEET_SLIP', `${written} is a fixed date: it has no slip`)
    return []
  }
  const before = valueAt(data, path)
  const field = fieldAtPath(scenarioFile, path, data)
  const parts = field === undefined ? undefined : shapeOf(field, before)
  // What the row leaves alone may be an expression, which is worked out elsewhere: only its own values are looked at.
  const isOneOfMany = field !== undefined && metaOf(field)?.perInstance === true
  const isPlannedFine = row.values.planned === undefined || isOneOfMany || checked(slips ? parts?.planned : field, planned, row.number, tell, () => 'planned')
  const isSlipFine = slip === undefined || checked(parts?.slip, slip, row.number, tell, ([step]) => (step === 'p90' ? 'p90' : 'slip'))
  if (!isPlannedFine || !isSlipFine) return []
  if (instance !== undefined) return planned === milestone.planned ? [] : [{ path, written, before: milestone.planned, value: listed(before, instance.index, instance.count, planned), row: row.number }]
  const isSection = typeof before === 'object' && before !== null
  const edits: SheetEdit[] = []
  if (planned !== milestone.planned) edits.push({ path: isSection ? [...path, 'planned'] : path, written: isSection ? `${written}.planned` : written, before: milestone.planned, value: planned, row: row.number })
  if (slip === undefined || JSON.stringify(slip) === JSON.stringify(milestone.slip)) return edits
  // A plain date becomes a section of both at once.
  if (!isSection) return [{ path, written, before, value: { planned, slip }, row: row.number }]
  return [...edits, { path: [...path, 'slip'], written: `${written}.slip`, before: milestone.slip, value: slip, row: row.number }]
}

/** Two dates of one block entry go into one list. */
function joined(edits: readonly SheetEdit[], known: readonly StatedMilestone[]): SheetEdit[] {
  const byPlace = new Map<string, SheetEdit>()
  for (const edit of edits) {
    const key = edit.path.join('\0')
    const before = byPlace.get(key)
    const instance = known.find(({ written }) => written === edit.written)?.instance
    if (before === undefined || instance === undefined) byPlace.set(key, edit)
    else byPlace.set(key, { ...before, written: before.written === edit.written ? edit.written : `${before.written}, ${edit.written}`, value: listed(before.value, instance.index, instance.count, (edit.value as readonly unknown[])[instance.index]) })
  }
  return [...byPlace.values()]
}

export const milestones: SheetKind = {
  id: 'milestones',
  label: 'Milestones',
  help: 'Dates of the plan by their path or name, with the slip that half and nine of ten cases keep.',
  fields: [
    { name: 'milestone', help: 'path such as grid.feeds.permanent.energised, or its name', kind: 'text', isRequired: true, synonyms: ['name', 'path', 'task', 'task name', 'activity', 'event'] },
    { name: 'planned', help: 'planned day', kind: 'date', isRequired: false, synonyms: ['date', 'plan', 'planned date', 'baseline', 'finish', 'due'] },
    { name: 'slip', help: 'slip in half of the cases, such as 6 months', kind: 'duration', isRequired: false, synonyms: ['slip p50', 'p50', 'delay', 'median slip'] },
    { name: 'p90', help: 'slip in nine of ten cases', kind: 'duration', isRequired: false, synonyms: ['slip p90', 'delay p90'] },
  ],
  edits({ rows, data, tell }) {
    const known = milestonesOf(data)
    const rowOf = new Map<string, number>()
    const edits = rows.flatMap((row): SheetEdit[] => {
      if (row.isWrong) return []
      const milestone = milestoneOf(known, String(row.values.milestone), row.number, tell)
      if (milestone === undefined) return []
      const earlier = rowOf.get(milestone.written)
      if (earlier !== undefined) {
        tell(row.number, 'milestone', 'SHEET_TWICE', `${milestone.written} is in row ${earlier} already`)
        return []
      }
      rowOf.set(milestone.written, row.number)
      return milestoneEdits(row, milestone, data, tell)
    })
    return joined(edits, known)
  },
}
