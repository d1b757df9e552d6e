/** Where more racks fit: the question, the answer in a sentence, by phase, by place with what binds, and what unlocks most for the money. */
import { useEffect, useMemo, useState } from 'react'
import '../styles/place.css'
import { alikePositions, alikeUnlocks, blocksNamed, feedsNamed, bindingText, PLACE_LABELS, placementVerdict } from '../../analysis/placement.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { PlacementReport, PlaceUnlock } from '../../results/placement.ts'
import { racks as rackCatalog } from '../../scenario/catalog/racks.ts'
import { formatDay, formatNumber, formatQuantity } from '../format.ts'
import { choosePlaceBlock, followPlaceSelection } from '../site/place-choice.ts'
import { useSiteNow } from '../site/site-now.ts'
import { copyText } from '../state/copy-text.ts'
import { seek } from '../state/clock.ts'
import { useDocument } from '../state/document.ts'
import { askPlace, cancelPlace, isPlaceStale, PLACE_COUNT, retryPlace, usePlace } from '../state/place.ts'
import { placeCommand, placementCsv } from '../state/place-table.ts'
import { useRun } from '../state/run.ts'
import { useDrawnStudy } from '../state/site-study.ts'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'
import { NumberField } from '../widgets/number-field.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { PlaceDetail } from './place-detail.tsx'

const MODELS = Object.keys(rackCatalog.entries).map(id => ({ id, label: id }))
/** Lines of a list that are shown at first. */
const FIRST_LINES = 8

function Question(): React.ReactNode {
  const model = usePlace(place => place.model)
  const count = usePlace(place => place.count)
  const choices = MODELS.some(({ id }) => id === model) ? MODELS : [{ id: model, label: model }, ...MODELS]
  return (
    <div className="place-question">
      <NumberField label="Number of racks" value={count} min={1} max={PLACE_COUNT.most} onChange={value => askPlace({ count: value })} />
      <span>racks of</span>
      <SelectMenu label="Rack model" value={model} choices={choices} onChange={id => askPlace({ model: id })} />
    </div>
  )
}

/** Why there is nothing yet, or what is under way. */
function Status({ isStale }: { readonly isStale: boolean }): React.ReactNode {
  const activity = usePlace(place => place.activity)
  const progress = usePlace(place => place.progress)
  const message = usePlace(place => place.message)
  const hasReport = usePlace(place => place.report !== null)
  const share = progress === null ? 0 : progress.done / progress.of
  return (
    <div className="place-status" role="status">
      {activity === 'working' ? (
        <>
          <span>{hasReport ? 'The answer below is the one before; trying' : 'Trying'} racks until a check fails, {formatNumber(share * 100)} %</span>
          <Button label="Cancel" onClick={cancelPlace} />
          <i className="place-progress" style={{ transform: `scaleX(${Math.max(0.02, share)})` }} />
        </>
      ) : activity === 'failed' ? (
        <span className="bad">No answer: {message}</span>
      ) : activity === 'stopped' ? (
        <>
          <span>{hasReport ? 'Stopped; the answer below is the one before' : 'Stopped'}</span>
          <Button label="Work it out" onClick={retryPlace} />
        </>
      ) : isStale ? (
        <span>About the text before the last change</span>
      ) : null}
    </div>
  )
}

/** Racks of the whole site from each date on; a press sets the clock. */
function Phases({ report }: { readonly report: PlacementReport }): React.ReactNode {
  const now = useSiteNow()
  if (report.byPhase.length === 0) return null
  const startDay = now?.scenario.horizon.start ?? 0
  const today = startDay + (now?.replay.state.atMs ?? 0) / DAY_MS
  const present = report.byPhase.findLastIndex(({ day }) => day <= today)
  return (
    <section aria-label="By phase">
      <h3>By phase, when all comes as planned</h3>
      <ul className="place-phases">
        {report.byPhase.map(({ day, racks }, index) => (
          <li key={day}>
            <button type="button" aria-current={index === present ? 'date' : undefined} title="Set the clock to this date" onClick={() => seek((day - startDay) * DAY_MS)}>
              <span>{formatDay(day)}</span>
              <i>
                <b style={{ width: `${(racks / report.asked) * 100}%` }} />
              </i>
              <span className="number">{formatNumber(racks)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The first lines of a long list, and a way to the rest. */
function useFirst<T>(all: readonly T[]): { readonly shown: readonly T[]; readonly more: React.ReactNode } {
  const [isAll, setAll] = useState(false)
  if (isAll || all.length <= FIRST_LINES) return { shown: all, more: null }
  const more = (
    <button type="button" className="link" onClick={() => setAll(true)}>
      {formatNumber(all.length - FIRST_LINES)} more
    </button>
  )
  return { shown: all.slice(0, FIRST_LINES), more }
}

function Positions({ report }: { readonly report: PlacementReport }): React.ReactNode {
  const block = usePlace(place => place.block)
  const groups = useMemo(() => alikePositions(report), [report])
  const { shown, more } = useFirst(groups)
  return (
    <section aria-label="Positions">
      <h3>Positions, best first</h3>
      <ol className="place-positions">
        {shown.map((members, index) => {
          const [first] = members
          const isChosen = members.some(member => member.block === block)
          const blocks = [...new Set(members.map(member => member.block))]
          const next = blocks[(blocks.indexOf(block) + 1) % blocks.length]
          return (
            <li key={index}>
              <button type="button" className="place-position" aria-pressed={isChosen} onClick={() => choosePlaceBlock(next)} title={blocks.length > 1 ? 'Press again for the next block' : undefined}>
                <b className="number">{first.racks >= report.asked ? `${formatNumber(report.asked)}+` : formatNumber(first.racks)}</b>
                <span>
                  {blocksNamed(members)}
                  <small>
                    {feedsNamed(members) === '' ? '' : `${feedsNamed(members)}, `}from place {formatNumber(first.firstPlace)}
                  </small>
                </span>
                <em>{first.binds === null ? 'nothing binds' : bindingText(first.binds)}</em>
              </button>
              {isChosen ? <PlaceDetail report={report} position={members.find(member => member.block === block) ?? first} /> : null}
            </li>
          )
        })}
      </ol>
      {more}
    </section>
  )
}

const megawatts = (w: number): string => formatQuantity(w / 1e6, 'MW', w < 9.95e6 ? 1 : 0)

function UnlockLine({ members, most }: { readonly members: readonly PlaceUnlock[]; readonly most: number }): React.ReactNode {
  const [{ resources, racks, itW, usd, wPerMillionUsd, block }] = members
  return (
    <li>
      <button type="button" onClick={() => choosePlaceBlock(block)}>
        <span>
          <b>More {resources.map(id => PLACE_LABELS[id]).join(' and ')}</b> in {members.length > 1 ? `each of ${blocksNamed(members)}` : blocksNamed(members)}
          <small>
            +{formatNumber(racks)} racks, {megawatts(itW)}
            {usd === null ? '; no line of the budget stands for it' : ` for ${formatNumber(usd / 1e6, 1)} M USD`}
          </small>
        </span>
        <span className="place-worth">
          {wPerMillionUsd === null ? '–' : formatQuantity(wPerMillionUsd / 1e6, 'MW per M USD', 2)}
          <i>
            <b style={{ width: `${((wPerMillionUsd ?? 0) / Math.max(1, most)) * 100}%` }} />
          </i>
        </span>
      </button>
    </li>
  )
}

function Unlocks({ report }: { readonly report: PlacementReport }): React.ReactNode {
  const groups = useMemo(() => alikeUnlocks(report), [report])
  const { shown, more } = useFirst(groups)
  if (groups.length === 0) return null
  const most = Math.max(...groups.map(([{ wPerMillionUsd }]) => wPerMillionUsd ?? 0))
  return (
    <section aria-label="What unlocks most">
      <h3>What unlocks most for the money, one step each</h3>
      <ol className="place-unlocks">
        {shown.map((members, index) => (
          <UnlockLine key={index} members={members} most={most} />
        ))}
      </ol>
      {more}
    </section>
  )
}

function Files({ report }: { readonly report: PlacementReport }): React.ReactNode {
  const file = useDocument(document => document.file)
  const option = useView(view => view.option)
  return (
    <div className="place-files">
      <Button label="CSV" title="Download every position and phase as CSV" onClick={() => download('placement.csv', placementCsv(report), 'text/csv')} />
      <Button label="JSON" title="Download the whole answer as JSON, as the command line writes it" onClick={() => download('placement.json', `${JSON.stringify(report, null, 2)}\n`, 'application/json')} />
      <Button label="Copy as command" title={placeCommand(file, option, report.model, report.asked)} onClick={() => void copyText(placeCommand(file, option, report.model, report.asked), 'Command copied')} />
    </div>
  )
}

export default function PlacePanel(): React.ReactNode {
  const place = usePlace()
  const shownKey = useDrawnStudy()?.key
  const isTextNewer = useRun(run => run.isStale)
  useEffect(() => followPlaceSelection(), [])
  const { report } = place
  const isStale = isTextNewer || isPlaceStale(place, shownKey)
  return (
    <section className="place-panel" aria-label="Place racks">
      <header>
        <h2>Place racks</h2>
        <Button icon="close" iconOnly label="Close “Place racks”" onClick={() => useView.setState({ layer: 'state' })} />
      </header>
      <Question />
      <Status isStale={isStale} />
      {report === null ? (
        place.activity === 'idle' ? <p className="empty">The answer follows the first run of the scenario.</p> : null
      ) : (
        <div className={`place-answer ${isStale || place.activity === 'working' ? 'stale' : ''}`}>
          <p className="place-verdict">{placementVerdict(report)}.</p>
          <p className="quiet">
            {formatQuantity(report.rackW / 1000, 'kW')} and {formatNumber(report.acceleratorsPerRack)} accelerators a rack, on top of the plan and with everything of it built.
          </p>
          <Phases report={report} />
          <Positions report={report} />
          <Unlocks report={report} />
          <Files report={report} />
        </div>
      )}
    </section>
  )
}
