/** The likeliest chain of events that misses a target: what each link took, replayed on the site, and the cheapest fix that breaks it. */
import { useEffect, useRef, useState } from 'react'
import { bucketDefinition } from '../../analysis/definitions.ts'
import type { Fix } from '../../analysis/studies/fixes.ts'
import { DAY_MS } from '../../base/spans.ts'
import { formatDay, formatMoney, formatGpuHours, formatPercent } from '../format.ts'
import { endChain, replayChain, showLink, useChainReplay } from '../state/chain-replay.ts'
import { useDocument } from '../state/document.ts'
import { useRun } from '../state/run.ts'
import { useStudy } from '../state/study.ts'
import { lineOf } from '../site/lines-of.ts'
import { tell } from '../state/messages.ts'
import { isColoured, revealLine, useView } from '../state/view.ts'
import type { ChainLink, Premortem } from '../study/protocol.ts'
import { Button } from '../widgets/button.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { PHONE } from '../widgets/use-media.ts'
import { CommandLine } from './command-line.tsx'
import { RESULTS } from './inputs-panel.tsx'
import { StudyStatus } from './study-status.tsx'
import { WhyValue } from './why-value.tsx'

const MOST_FIXES = 5

function Link({ link, index, startDay, canReplay, onShow }: { readonly link: ChainLink; readonly index: number; readonly startDay: number; readonly canReplay: boolean; readonly onShow: () => void }): React.ReactNode {
  const isShown = useChainReplay(replay => replay.at === index)
  const line = useDocument(document => lineOf(document.lines, link.path))
  const { path, words, probability, tookGpuHours, bucket, span } = link
  return (
    <li aria-current={isShown ? 'step' : undefined}>
      <p>
        <b>{path}</b>{' '}
        {line === undefined ? null : (
          <button type="button" className="link" onClick={() => revealLine(line)}>
            line {line}
          </button>
        )}
      </p>
      <p>
        {words}; at least so bad in {formatPercent(probability, 1)} of all futures.
      </p>
      <p>
        Took <b className="number">{formatGpuHours(tookGpuHours)}</b>
        {bucket === null ? '' : ', most as '}
        {bucket === null ? null : <WhyValue topic={`bucket:${bucket}`}>“{bucketDefinition(bucket)?.label.toLowerCase()}”</WhyValue>}
        {span === null ? '' : `, between ${formatDay(startDay + span.fromMs / DAY_MS)} and ${formatDay(startDay + span.toMs / DAY_MS)}`}.
      </p>
      {canReplay ? <Button label={isShown ? 'Shown on the site' : 'Show on the site'} pressed={isShown} onClick={onShow} /> : null}
    </li>
  )
}

const fixText = ({ kind, label, costUsd }: Fix): string => (kind === 'option' ? `${label}${costUsd === null ? '' : `, for ${formatMoney(costUsd)}`}` : `${label}, which has no price in the file`)

function Fixes({ fixes }: { readonly fixes: readonly Fix[] }): React.ReactNode {
  const good = fixes.filter(({ keeps }) => keeps)
  if (good.length === 0) return <p>Nothing breaks it: no option of the file, and no cause of loss alone.</p>
  const [cheapest, ...others] = good
  return (
    <>
      <p>
        <b>{cheapest.kind === 'option' ? 'Cheapest fix that breaks it' : 'No option of the file breaks it; the least fix is to mend'}:</b> {fixText(cheapest)}.
      </p>
      {cheapest.kind === 'option' ? <Button label="Look at this option" onClick={() => useView.setState({ option: cheapest.id })} /> : null}
      {others.length === 0 ? null : <p className="quiet">Also: {others.slice(0, MOST_FIXES).map(fixText).join('; ')}.</p>}
    </>
  )
}

/** Plays the chain where the site is seen: beside the panel, or in place of it, with a way back. */
function showOnSite(premortem: Premortem, leave: () => void): void {
  if (matchMedia(PHONE).matches || useView.getState().room === 'decide') {
    leave()
    useView.setState({ room: 'watch', phoneTab: 'site' })
    tell('Site, time and figures show the chain of events.', 'offer', { label: 'Back to the plan', run: endChain })
  }
  useView.setState(before => ({ siteView: isColoured(before.siteView) ? before.siteView : 'scene' }))
  replayChain(premortem, true)
}

function Found({ premortem, isLast }: { readonly premortem: Premortem; readonly isLast: boolean }): React.ReactNode {
  const startDay = useRun(run => run.base?.scenario.horizon.start ?? 0)
  const isOn = useChainReplay(replay => replay.at >= 0)
  const isPlaying = useChainReplay(replay => replay.isPlaying)
  const { target, planned, happens, chain, probability, fixes, tried, isWhole, run } = premortem
  const values = (results: typeof planned): string => results.map(({ valueText, limit }) => `${valueText} (${limit})`).join(', ')
  // The replay ends with the panel, unless one went from here to look at it.
  const isAway = useRef(false)
  useEffect(() => () => (isAway.current ? undefined : endChain()), [])
  const show = (index: number): void => {
    if (!isOn) replayChain(premortem, false)
    showLink(index)
  }
  if (happens === null) return <p>Nothing of up to three events misses {target}. As planned: {values(planned)}. {tried} chains were simulated.</p>
  if (chain.length === 0) return <p>{target} is missed as planned: {values(planned)}.</p>
  return (
    <>
      <p>
        As planned: {values(planned)}. After these events: <b>{values(happens)}</b>. All of it together: {formatPercent(probability, probability < 0.01 ? 2 : 0)} of all futures, if they are independent.
      </p>
      {run === null ? null : (
        <div className="study-fields">
          <Button className="primary" label={isOn ? 'Replay again' : 'Replay on the site'} disabled={isPlaying} onClick={() => showOnSite(premortem, () => (isAway.current = true))} />
          {isOn ? <Button label="Back to the plan" onClick={endChain} /> : null}
          {isOn ? <span className="quiet" role="status">Site, time and figures show the chain.</span> : null}
        </div>
      )}
      <ol className="chain">
        {chain.map((link, index) => (
          <Link key={link.path} link={link} index={index} startDay={startDay} canReplay={run !== null} onShow={() => show(index)} />
        ))}
      </ol>
      {isLast ? <Fixes fixes={fixes} /> : <p className="quiet">Looking for what breaks it…</p>}
      <p className="quiet">
        {tried} chains were simulated{isWhole ? '' : '; more are left'}. Events that do nothing alone are not joined.
      </p>
    </>
  )
}

export function PremortemPanel(): React.ReactNode {
  const checks = useDocument(document => document.scenario?.checks)
  const [first] = checks ?? []
  const [metric, setMetric] = useState<string | null>(null)
  const [expect, setExpect] = useState<string | null>(null)
  const found = useStudy(study => study.answers.premortem)
  const asked = { metric: metric ?? first?.metric.text ?? 'meanUtilisation', expect: expect ?? first?.expect[0]?.text ?? 'mean >= 0.3' }
  const choices = RESULTS.some(({ id }) => id === asked.metric) ? RESULTS : [{ id: asked.metric, label: asked.metric }, ...RESULTS]
  return (
    <section aria-label="What may go wrong">
      <div className="study-fields">
        <SelectMenu label="Target" prefix="Target" value={asked.metric} choices={choices} onChange={setMetric} />
        <input className="text-field" aria-label="What is expected of it" value={asked.expect} spellCheck={false} onChange={event => setExpect(event.currentTarget.value)} />
      </div>
      <p className="quiet">Late deliveries, slow repairs, failures and other inputs at their bad ends are tried alone and together, the likeliest first.</p>
      <StudyStatus question={{ kind: 'premortem', ...asked }} ask="Look for it" />
      {found?.answer.kind === 'premortem' ? <Found premortem={found.answer.premortem} isLast={found.isLast} /> : null}
      <CommandLine verb="premortem" more={` --metric ${asked.metric} --expect '${asked.expect}'`} />
    </section>
  )
}
