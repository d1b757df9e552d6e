/** Branch here: what is changed at the moment of the cursor, under which name. */
import { useMemo, useState } from 'react'
import { formatDate, parseDate } from '../../../base/civil-date.ts'
import { HOUR_MS } from '../../../base/spans.ts'
import { type BranchChoices, branchChoices, injectionWords } from '../../state/branch-choices.ts'
import { useDocument } from '../../state/document.ts'
import { addFuture, type Change, changeWords, closeBranchForm, momentText } from '../../state/futures.ts'
import type { Study } from '../../state/run.ts'
import { lookedAt, sidesOfFile, useSides } from '../../state/sides.ts'
import { drawnScenario, drawnSite } from '../../state/site-study.ts'
import { enterRoom, useView } from '../../state/view.ts'
import { selectedEquipment, selectedRack } from './branch-selection.ts'
import { Button } from '../../widgets/button.tsx'
import { NumberField } from '../../widgets/number-field.tsx'
import { SelectMenu } from '../../widgets/select-menu.tsx'

const MOST_HOURS = 8760
const MOST_TECHNICIANS = 1000

const KINDS = [
  { id: 'fail', label: 'Equipment fails' },
  { id: 'outage', label: 'Equipment is taken out of service' },
  { id: 'rack', label: 'A rack fails' },
  { id: 'feed', label: 'A feed is lost' },
  { id: 'machine', label: 'A cooling machine is added' },
  { id: 'date', label: 'A date moves' },
  { id: 'technicians', label: 'Other number of technicians' },
  { id: 'policy', label: 'Another scheduler policy' },
] as const
type Kind = (typeof KINDS)[number]['id']

/** What the fields say by now. */
interface Fields {
  readonly kind: Kind
  readonly group: string
  readonly path: string
  readonly rack: number
  readonly feed: string
  readonly hours: number
  readonly machine: string
  readonly count: number
  readonly date: string
  readonly day: string
  readonly technicians: number
  readonly policy: string
}

const isOffered = (kind: Kind, { groups, feeds, rackCount, machines, dates, policies }: BranchChoices): boolean =>
  ({ fail: groups.length > 0, outage: groups.length > 0, rack: rackCount > 0, feed: feeds.length > 0, machine: machines.length > 0, date: dates.length > 0, technicians: true, policy: policies.length > 0 })[kind]

interface Context {
  readonly choices: BranchChoices
  /** Id of the site, of several. */
  readonly site: string | undefined
}

type Made = Change | string

/** The change that the fields mean, or why they mean none. */
const MAKE: Readonly<Record<Kind, (fields: Fields, context: Context) => Made>> = {
  fail: ({ path, group }, context) => made({ kind: 'fail', path }, labelOf(context, group, path), context),
  outage: ({ path, group, hours }, context) => made({ kind: 'outage', path, durationMs: hours * HOUR_MS }, labelOf(context, group, path), context),
  rack: ({ rack }, context) => made({ kind: 'rack', rack: rack - 1 }, '', context),
  feed: ({ feed, hours }, context) => made({ kind: 'feed', feed, durationMs: hours * HOUR_MS }, '', context),
  machine({ machine, count }, context) {
    const found = context.choices.machines.find(({ id }) => id === machine)
    return found === undefined ? 'Choose a machine.' : made({ kind: 'machine', block: found.block, machine: found.machine, count }, found.label, context)
  },
  date({ date, day }, { choices }) {
    const found = choices.dates.find(({ path }) => path === date)
    if (found === undefined || parseDate(day) === undefined) return 'Write the new date as 2029-03-01.'
    return day === formatDate(found.day) ? 'This is the date of the file.' : { words: `${found.label} planned for ${day}`, set: { path: found.path, value: day } }
  },
  technicians: ({ technicians }, { choices }) => (technicians === choices.technicians ? 'The file has as many already.' : { words: `${technicians} technicians`, set: { path: 'faults.technicians', value: String(technicians) } }),
  policy: ({ policy }) => ({ words: `Scheduler ${policy}`, set: { path: 'scheduler.policy', value: policy } }),
}

type Injected = Extract<Change, { readonly injection: unknown }>['injection']

const made = (injection: Injected, label: string, { site }: Context): Change => ({ words: injectionWords(injection, label), injection: site === undefined ? injection : { ...injection, site } })

function labelOf({ choices }: Context, group: string, path: string): string {
  const found = choices.groups.find(({ id }) => id === group)
  const member = found?.members.find(each => each.path === path)
  return found === undefined || member === undefined ? path : `${found.label.replace(/: .*$/u, '')} ${member.label.charAt(0).toLowerCase()}${member.label.slice(1)}`
}

interface FieldProps {
  readonly fields: Fields
  readonly choices: BranchChoices
  readonly change: (by: Partial<Fields>) => void
}

const Hours = ({ fields, change }: FieldProps): React.ReactNode => (
  <label className="branch-field">
    <span>for</span> <NumberField label="Hours" value={fields.hours} min={1} max={MOST_HOURS} onChange={hours => change({ hours })} /> <span>hours</span>
  </label>
)

function Equipment({ fields, choices, change }: FieldProps): React.ReactNode {
  const group = choices.groups.find(({ id }) => id === fields.group) ?? choices.groups[0]
  return (
    <>
      <SelectMenu label="Kind of equipment" value={group.id} choices={choices.groups} onChange={id => change({ group: id, path: choices.groups.find(each => each.id === id)?.members[0].path ?? '' })} />
      <SelectMenu label="Which one" value={fields.path} choices={group.members.map(({ path, label }) => ({ id: path, label }))} onChange={path => change({ path })} />
    </>
  )
}

function DateFields({ fields, choices, change }: FieldProps): React.ReactNode {
  return (
    <>
      <SelectMenu label="Which date" value={fields.date} choices={choices.dates.map(({ path, label }) => ({ id: path, label }))} onChange={date => change({ date, day: formatDate(choices.dates.find(({ path }) => path === date)?.day ?? 0) })} />
      <input className="text-field" aria-label="New date" value={fields.day} placeholder="2029-03-01" onChange={event => change({ day: event.target.value })} />
    </>
  )
}

/** The fields of each kind of change. */
const FIELDS: Readonly<Record<Kind, (props: FieldProps) => React.ReactNode>> = {
  fail: Equipment,
  outage: props => (
    <>
      <Equipment {...props} />
      <Hours {...props} />
    </>
  ),
  rack: ({ fields, choices, change }) => (
    <label className="branch-field">
      <span>Rack</span> <NumberField label="Rack" value={fields.rack} min={1} max={choices.rackCount} onChange={rack => change({ rack })} /> <span className="quiet">of {choices.rackCount}</span>
    </label>
  ),
  feed: props => (
    <>
      <SelectMenu label="Which feed" value={props.fields.feed} choices={props.choices.feeds.map(id => ({ id, label: id }))} onChange={feed => props.change({ feed })} />
      <Hours {...props} />
    </>
  ),
  machine: ({ fields, choices, change }) => (
    <>
      <SelectMenu label="Which machine" value={fields.machine} choices={choices.machines} onChange={machine => change({ machine })} />
      <label className="branch-field">
        <NumberField label="How many" value={fields.count} min={1} max={100} onChange={count => change({ count })} /> <span>more</span>
      </label>
    </>
  ),
  date: DateFields,
  technicians: ({ fields, choices, change }) => (
    <label className="branch-field">
      <NumberField label="Technicians" value={fields.technicians} min={0} max={MOST_TECHNICIANS} onChange={technicians => change({ technicians })} /> <span className="quiet">instead of {choices.technicians}</span>
    </label>
  ),
  policy: ({ fields, choices, change }) => <SelectMenu label="Policy" value={fields.policy} choices={choices.policies.map(id => ({ id, label: id }))} onChange={policy => change({ policy })} />,
}

function firstFields(choices: BranchChoices): Fields {
  const { selection } = useView.getState()
  const rack = selectedRack(selection)
  const path = selectedEquipment(selection)
  const group = choices.groups.find(({ members }) => members.some(each => each.path === path)) ?? choices.groups.find(({ label }) => label.endsWith('transformer')) ?? choices.groups[0]
  const [date] = choices.dates
  return {
    kind: rack === undefined ? (choices.groups.length > 0 ? 'fail' : 'technicians') : 'rack',
    group: group?.id ?? '',
    path: path ?? group?.members[0].path ?? '',
    rack: (rack ?? 0) + 1,
    feed: choices.feeds[0] ?? '',
    hours: 24,
    machine: (choices.machines.find(({ machine }) => machine === 'airChiller' || machine === 'trimChiller') ?? choices.machines[0])?.id ?? '',
    count: 1,
    date: date?.path ?? '',
    day: date === undefined ? '' : formatDate(date.day),
    technicians: choices.technicians,
    policy: choices.policies[0] ?? '',
  }
}

/** The future is run at once and stands beside the run that it leaves. */
function launch(study: Study, atMs: number, startDay: number, name: string, changes: readonly Change[]): void {
  const { options } = useDocument.getState()
  const { option, compareWith } = useView.getState()
  const { chosen } = useSides.getState()
  const future = addFuture({ name: name.trim() === '' ? changeWords({ changes }) : name.trim(), of: study.key, option, atMs, startDay, changes })
  const shown = lookedAt(sidesOfFile(options), option, compareWith, chosen).others.map(({ id }) => id)
  if (chosen !== null) useSides.setState({ chosen: [`future:${future.id}`, ...shown] })
  closeBranchForm()
  enterRoom('decide')
}

interface Props {
  readonly study: Study
  readonly atMs: number
}

export function BranchForm({ study, atMs }: Props): React.ReactNode {
  const lines = useDocument(document => document.lines)
  const site = useView(view => view.site)
  const [run] = study.runs
  const ofSite = drawnSite(study.scenario, site)
  const siteRun = run.sites?.find(({ id }) => id === ofSite?.id)?.result ?? run
  const choices = useMemo(() => branchChoices(drawnScenario(study.scenario, site), siteRun, lines, atMs), [study.scenario, site, siteRun, lines, atMs])
  const [fields, setFields] = useState(() => firstFields(choices))
  const [changes, setChanges] = useState<readonly Change[]>([])
  const [name, setName] = useState('')
  const context = { choices, site: ofSite?.id }
  const present = MAKE[fields.kind](fields, context)
  const all = typeof present === 'string' ? changes : [...changes, present]
  const Shown = FIELDS[fields.kind]
  return (
    <form
      className="branch-form"
      onSubmit={event => {
        event.preventDefault()
        if (all.length > 0) launch(study, atMs, run.startDay, name, all)
      }}
    >
      {changes.length === 0 ? null : (
        <ul className="branch-changes">
          {changes.map((change, index) => (
            <li key={index}>
              {change.words} <Button icon="close" iconOnly label={`Take out: ${change.words}`} onClick={() => setChanges(changes.filter((_, at) => at !== index))} />
            </li>
          ))}
        </ul>
      )}
      <div className="branch-fields">
        <SelectMenu label="What changes" value={fields.kind} choices={KINDS.filter(({ id }) => isOffered(id, choices))} onChange={id => setFields({ ...fields, kind: KINDS.find(kind => kind.id === id)?.id ?? 'fail' })} />
        <Shown fields={fields} choices={choices} change={by => setFields({ ...fields, ...by })} />
        <Button label="And another" disabled={typeof present === 'string'} onClick={() => typeof present !== 'string' && setChanges([...changes, present])} />
      </div>
      {typeof present === 'string' ? <p className="quiet" role="status">{present}</p> : null}
      <label className="branch-name">
        <span>Name</span>
        <input className="text-field" aria-label="Name of the future" value={name} maxLength={80} placeholder={all.length === 0 ? 'What it is called' : changeWords({ changes: all })} onChange={event => setName(event.target.value)} />
      </label>
      <details>
        <summary>What cannot change in mid-run</summary>
        <p>
          Equipment that fails is repaired by the random numbers that it has anyway. A machine that is added stands beside others like it, costs nothing and does not fail; new halls, racks, feeds and power equipment need a date in the file. A date that has passed, the fabric, the
          catalog, the contract and the order of the queue cannot change in mid-run. A date that moves costs a whole run, because its past is simulated again and compared; everything else costs the rest of it.
        </p>
      </details>
      <div className="dialog-tools">
        <Button label="Cancel" onClick={closeBranchForm} />
        <Button className="primary" type="submit" label="Run this future" disabled={all.length === 0} />
      </div>
    </form>
  )
}

export const branchTitle = (study: Study, atMs: number): string => `Branch at ${momentText(study.runs[0].startDay, atMs)}`
