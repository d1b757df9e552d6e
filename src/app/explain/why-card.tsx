/** The card that says why a figure is what it is: definition, cause, time, place, line of the file, how sure, what to do, what is left out. */
import { Popover } from 'radix-ui'
import { useMemo } from 'react'
import '../styles/explain.css'
import type { RunResult } from '../../results/run-result.ts'
import { siteNow } from '../site/site-now.ts'
import { seek } from '../state/clock.ts'
import { useDocument } from '../state/document.ts'
import { studyFigures } from '../state/figures.ts'
import { noFigures } from '../state/no-figures.ts'
import { runsOf, shownRun, type Study, useRun } from '../state/run.ts'
import { useChosenStudy } from '../state/site-study.ts'
import { revealLine, select, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { PHONE } from '../widgets/use-media.ts'
import { NotModelled } from './not-modelled.tsx'
import { type Told, tellWhy } from './tell-why.ts'
import { openExplain } from './topic.ts'
import { backWhy, closeWhy, followWhy, returnFocus, useWhy, type WhyTopic } from './why.ts'

const sentence = (text: string): string => (text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`)

/** Racks of the drawn site where it is the one that the figures are about; else nobody knows where they stand. */
function placesOf(run: RunResult | null): { readonly blockOfRack: ArrayLike<number>; readonly rackWords: (rack: number) => string } {
  const { now } = siteNow.getState()
  if (now === null || run === null || now.run !== run) return { blockOfRack: [], rackWords: () => '' }
  const { plan, blockOfRack } = now
  return { blockOfRack, rackWords: rack => `row ${plan.racks[rack].row + 1}, rack ${rack - blockOfRack.indexOf(blockOfRack[rack]) + 1}` }
}

/** What is told of a topic of a study; null while nothing is known. */
function toldOf(study: Study | null, topic: WhyTopic | null, lines: Readonly<Record<string, number>>): Told | null {
  if (study === null || topic === null) return null
  const figures = studyFigures(study, '')
  if (figures === null) return null
  return tellWhy({ scenario: study.scenario, runs: runsOf(study), summary: figures.summary, ledger: figures.ledger, lines, ...placesOf(shownRun(study)) }, topic)
}

/** Follows a lead. On a phone the card goes, for it covers what it leads to. */
function go(lead: () => void): void {
  lead()
  if (matchMedia(PHONE).matches) closeWhy()
}

/** A fact of the card with where a press leads. */
function Lead({ label, text, onPress }: { readonly label: string; readonly text: string; readonly onPress: () => void }): React.ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <button type="button" className="link" onClick={() => go(onPress)}>
          {text}
        </button>
      </dd>
    </div>
  )
}

function Facts({ told }: { readonly told: Told }): React.ReactNode {
  const { when, where, line } = told
  return (
    <dl className="why-facts">
      {told.cause === '' ? null : (
        <div>
          <dt>Cause</dt>
          <dd>{told.cause}</dd>
        </div>
      )}
      {when === null ? null : <Lead label="When" text={when.text} onPress={() => seek(when.peakMs)} />}
      {where === null ? null : <Lead label="Where" text={where.text} onPress={() => select({ kind: 'rack', index: where.rack })} />}
      {line === null ? null : <Lead label="In the file" text={`${line.path}, line ${line.line}`} onPress={() => revealLine(line.line)} />}
    </dl>
  )
}

function Drivers({ told }: { readonly told: Told }): React.ReactNode {
  if (told.drivers.length === 0) return null
  return (
    <div className="why-drivers">
      <h3>{told.driversOf}</h3>
      <ul>
        {told.drivers.map(({ id, label, text, share, gate }) => (
          <li key={id}>
            {gate === null ? (
              <span>{label}</span>
            ) : (
              <button type="button" className="link" onClick={() => followWhy({ kind: 'bucket', id })}>
                {label}
              </button>
            )}
            <i>
              <b style={{ width: `${Math.min(100, share * 100)}%` }} />
            </i>
            <span className="number">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Content({ told, hasBack }: { readonly told: Told; readonly hasBack: boolean }): React.ReactNode {
  const { definition, value, certain, act } = told
  return (
    <>
      <header>
        <div>
          <b>{definition.label}</b>
          <small className="quiet">{definition.id}</small>
        </div>
        {hasBack ? <Button icon="previous" iconOnly label="Back" onClick={backWhy} /> : null}
        <Button icon="close" iconOnly label="Close the card" onClick={closeWhy} />
      </header>
      <p className="why-value">
        <b className="number">{value}</b>
        <span className="quiet">{certain}</span>
      </p>
      <p>{sentence(definition.means)}</p>
      <Facts told={told} />
      <Drivers told={told} />
      {act === '' ? null : (
        <p className="why-act">
          <b>To act on it:</b> {act}.{' '}
          <button type="button" className="link" onClick={() => go(() => openExplain('value'))}>
            What is mending it worth?
          </button>
        </p>
      )}
      <NotModelled rows={definition.notModelled} />
    </>
  )
}

export default function WhyCard(): React.ReactNode {
  const topic = useWhy(why => why.topic)
  const anchor = useWhy(why => why.anchor)
  const from = useWhy(why => why.from)
  const isKept = useWhy(why => why.isKept)
  const hasBack = useWhy(why => why.before.length > 0)
  const chosen = useChosenStudy()
  const base = useRun(run => run.base)
  // The header tells of all sites together.
  const study = anchor?.closest('.hero') === null ? chosen : base
  const lines = useDocument(document => document.lines)
  const option = useView(view => view.option)
  const told = useMemo(() => toldOf(study, topic, lines), [study, topic, lines])
  if (topic === null || anchor === null) return null
  return (
    <Popover.Root open onOpenChange={isOpen => (isOpen ? undefined : closeWhy())}>
      <Popover.Anchor virtualRef={{ current: anchor }} />
      <Popover.Portal>
        <Popover.Content
          key={`${isKept}`}
          className="why-card"
          aria-label={told === null ? 'Why' : `Why: ${told.definition.label}`}
          sideOffset={8}
          collisionPadding={8}
          onOpenAutoFocus={event => (isKept ? undefined : event.preventDefault())}
          onCloseAutoFocus={event => {
            event.preventDefault()
            if (isKept) returnFocus(from)
          }}
          onInteractOutside={event => {
            // A press on the figure itself is its own matter.
            if (event.target instanceof Node && (anchor.contains(event.target) || from?.contains(event.target) === true)) event.preventDefault()
          }}
        >
          {told === null ? <p className="quiet">{noFigures(study)}</p> : <Content told={told} hasBack={hasBack} />}
          {option === null ? null : <small className="quiet">Option {option}</small>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
