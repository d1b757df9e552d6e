/** The life of one accelerator or of one job: who is chosen, the strip of it, and the same as tables. */
import { useMemo } from 'react'
import '../styles/life.css'
import { biography, type BiographyData } from '../../charts/biography.ts'
import { cancelLife, chooseLife, type LifeKind, type LifeNames, lifeNames, lifeTables, settledChoice, tellLife, useLife } from '../state/life.ts'
import { shownRun, useRun } from '../state/run.ts'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { NumberField } from '../widgets/number-field.tsx'
import { Segments } from '../widgets/segments.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { useSize } from '../widgets/use-size.ts'
import { AccountTable } from './account-table.tsx'
import { DrawingFiles, useSource } from './drawing-files.tsx'
import { MarkView } from './mark-view.tsx'

const KINDS: readonly { readonly id: LifeKind; readonly label: string }[] = [
  { id: 'accelerator', label: 'An accelerator' },
  { id: 'job', label: 'A job' },
]
const MOST = { rack: 100_000, node: 10_000, job: 100_000_000 } as const
const FILE = { width: 900, height: 0 } as const

interface FieldProps {
  readonly label: string
  readonly value: number
  readonly min?: number
  readonly max: number
  readonly onChange: (value: number) => void
}

const Field = ({ label, min = 0, ...rest }: FieldProps): React.ReactNode => (
  <label className="life-field">
    <span>{label}</span>
    <NumberField label={label} min={min} {...rest} />
  </label>
)

function Choice({ names }: { readonly names: LifeNames }): React.ReactNode {
  const choice = settledChoice(useLife(life => life.choice), names)
  const activity = useLife(life => life.activity)
  const { kind, block, rack, node, accelerator, entry, job } = choice
  const isPossible = kind === 'accelerator' ? block !== '' : entry !== ''
  return (
    <div className="life-choice">
      <Segments label="Life of" value={kind} choices={KINDS} onChange={id => chooseLife({ kind: id })} />
      {kind === 'accelerator' ? (
        <>
          {names.blocks.length === 0 ? null : <SelectMenu label="Block" value={block} choices={names.blocks} onChange={id => chooseLife({ block: id })} />}
          <Field label="Rack" value={rack} max={MOST.rack} onChange={value => chooseLife({ rack: value })} />
          <Field label="Node" value={node} max={MOST.node} onChange={value => chooseLife({ node: value })} />
          <Field label="Accelerator" value={accelerator} max={MOST.node} onChange={value => chooseLife({ accelerator: value })} />
        </>
      ) : (
        <>
          {names.entries.length === 0 ? <span className="quiet">The workload has services only</span> : <SelectMenu label="Workload" value={entry} choices={names.entries} onChange={id => chooseLife({ entry: id })} />}
          <Field label="Job" value={job} min={1} max={MOST.job} onChange={value => chooseLife({ job: value })} />
        </>
      )}
      {activity === 'working' ? <Button label="Stop" onClick={cancelLife} /> : <Button className="primary" label="Tell" title="Simulates the first replication once more and looks at this one alone" disabled={!isPossible} onClick={() => void tellLife(names)} />}
    </div>
  )
}

function Drawing({ data }: { readonly data: BiographyData }): React.ReactNode {
  const theme = useView(view => view.theme)
  const source = useSource()
  const [ref, { width }] = useSize<HTMLDivElement>()
  const mark = useMemo(() => (width === 0 ? null : biography.layout(data, { width, height: 0, theme, source: '' })), [data, width, theme])
  return (
    <figure className="chart life-drawing" data-chart={biography.id}>
      <div className="chart-tools">
        <DrawingFiles chart={biography} data={data} frame={FILE} source={source} />
      </div>
      <div ref={ref}>{mark === null ? null : <MarkView mark={mark} />}</div>
      <figcaption className="out-of-sight">{biography.describe(data)}</figcaption>
    </figure>
  )
}

function Status({ isOld }: { readonly isOld: boolean }): React.ReactNode {
  const activity = useLife(life => life.activity)
  const message = useLife(life => life.message)
  const progress = useLife(life => life.progress)
  const text = activity === 'working' ? `Simulating once more, ${Math.round(progress * 100)}\u2009%` : activity === 'stopped' ? 'Stopped.' : message !== '' ? message : isOld ? 'This is a life under an older text; tell it again.' : ''
  return (
    <p className={`life-status ${activity === 'failed' ? 'problem' : 'quiet'}`} role="status">
      {text}
    </p>
  )
}

export default function LifePage(): React.ReactNode {
  const base = useRun(run => run.base)
  const life = useLife(told => told.life)
  const key = useLife(told => told.key)
  const startDay = useLife(told => told.startDay)
  const names = useMemo(() => (base === null ? { blocks: [], entries: [] } : lifeNames(base.scenario, shownRun(base))), [base])
  const data = useMemo(() => (life === null ? null : { life, startDay }), [life, startDay])
  const tables = useMemo(() => (life === null ? [] : lifeTables(life, startDay)), [life, startDay])
  return (
    <div className="life">
      <Choice names={names} />
      <Status isOld={life !== null && base !== null && key !== base.key} />
      {data === null ? (
        <p className="empty">Choose an accelerator or a job and press Tell: what it was, hour by hour, and what its time went to. A rack that is selected in the site names its accelerators here.</p>
      ) : (
        <>
          <Drawing data={data} />
          {tables.map(table => (
            <AccountTable key={table.caption} table={table} />
          ))}
        </>
      )}
    </div>
  )
}
