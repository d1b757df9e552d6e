/** What is selected: its state now, what binds it, the values behind it with their sources, and the line in the file. */
import { useEffect, useState } from 'react'
import { limitationsOfPath } from '../../analysis/limitations.ts'
import { NotModelled } from '../explain/not-modelled.tsx'
import { openLife } from '../explain/open-life.ts'
import { formatWords } from '../format.ts'
import type { Description } from '../site/describe.ts'
import { describeSelection } from '../site/describe-selection.ts'
import { lineAtSite } from '../site/lines-of.ts'
import { type SiteNow, useSiteNow } from '../site/site-now.ts'
import type { Explained } from '../reader/protocol.ts'
import { reader } from '../state/conductor.ts'
import { useDocument } from '../state/document.ts'
import { placeOfRack } from '../state/life.ts'
import { revealLine, select, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'

/** Values with provenance of one place of the scenario; empty until the reader has answered. */
function useExplained(path: string): readonly Explained[] {
  const text = useDocument(document => document.text)
  const file = useDocument(document => document.file)
  const option = useView(view => view.option)
  const [answer, setAnswer] = useState<{ readonly path: string; readonly explained: readonly Explained[] }>({ path: '', explained: [] })
  useEffect(() => {
    let isCurrent = true
    void reader.explain({ text, file, option }, [path]).then(found => {
      if (isCurrent) setAnswer({ path, explained: found.slice(1) })
    })
    return () => {
      isCurrent = false
    }
  }, [path, text, file, option])
  return answer.path === path ? answer.explained : []
}

interface SourceGroup {
  readonly source: string
  readonly values: Explained[]
}

/** Values by their source, in the order in which the sources come up. */
function bySource(explained: readonly Explained[]): SourceGroup[] {
  const groups = new Map<string, SourceGroup>()
  for (const value of explained) {
    const source = value.confidence === '' ? value.source : `${value.source} · confidence ${value.confidence}`
    const group = groups.get(source) ?? { source, values: [] }
    group.values.push(value)
    groups.set(source, group)
  }
  return [...groups.values()]
}

function Sources({ explained }: { readonly explained: readonly Explained[] }): React.ReactNode {
  const values = explained.filter(({ value }) => value !== 'not stated' && !value.startsWith('{') && !value.startsWith('a list'))
  if (values.length === 0) return null
  return (
    <details open className="sources">
      <summary>Values and their sources</summary>
      {bySource(values).map(({ source, values: members }) => (
        <section key={source}>
          <dl>
            {members.map(({ path, value, help }) => (
              <div key={path} title={help}>
                <dt>{formatWords(path.replace(/^.*\./, ''))}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <small>{source.charAt(0).toUpperCase() + source.slice(1)}</small>
        </section>
      ))}
    </details>
  )
}

/** Goes from a job to its life; nothing where the run did not write it down. */
function JobLifeLink({ now, number }: { readonly now: SiteNow; readonly number: number }): React.ReactNode {
  const jobs = now.run?.jobLog
  const at = jobs?.job.indexOf(number) ?? -1
  if (jobs === undefined || at < 0) return null
  const entry = jobs.entries[jobs.entry[at]]
  return (
    <p>
      <button type="button" className="link" onClick={() => openLife({ kind: 'job', entry: now.site === '' ? entry : `${now.site}/${entry}`, job: jobs.ordinal[at] })}>
        Life of this job
      </button>
    </p>
  )
}

/** Goes from a node to the life of its first accelerator. */
function LifeLink({ now, rack, node }: { readonly now: SiteNow; readonly rack: number; readonly node: number }): React.ReactNode {
  const place = placeOfRack(now.site, now.run, now.blockOfRack, rack)
  if (place === null) return null
  const open = (): void => openLife({ kind: 'accelerator', node, accelerator: 0, ...place })
  return (
    <p>
      <button type="button" className="link" onClick={open}>
        Life of an accelerator here
      </button>
    </p>
  )
}

function Card({ description, site, children }: { readonly description: Description; readonly site: string; readonly children?: React.ReactNode }): React.ReactNode {
  const lines = useDocument(document => document.lines)
  const explained = useExplained(site === '' ? description.path : `sites.${site}.${description.path}`)
  const line = lineAtSite(lines, site, description.path)
  return (
    <aside className="inspector" aria-label="Inspector" onKeyDown={event => event.key === 'Escape' && (event.preventDefault(), select(null))}>
      <header>
        <div>
          <b>{description.title}</b>
          <span className="quiet">{description.subtitle}</span>
        </div>
        <Button icon="close" iconOnly label="Close the inspector" onClick={() => select(null)} />
      </header>
      <dl className="facts">
        {description.facts.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="written">
        <code>{description.path}</code>
        {line === undefined ? null : (
          <button type="button" className="link" onClick={() => revealLine(line)}>
            line {line}
          </button>
        )}
      </p>
      {children}
      <Sources explained={explained} />
      <NotModelled rows={limitationsOfPath(description.path)} />
    </aside>
  )
}

export function Inspector(): React.ReactNode {
  const now = useSiteNow()
  const selection = useView(view => view.selection)
  const description = now === null || selection === null ? null : describeSelection(now, selection)
  if (now === null || selection === null || description === null) return null
  return <Card description={description} site={now.site}>{selection.kind === 'rack' || selection.kind === 'node' ? <LifeLink now={now} rack={selection.kind === 'rack' ? selection.index : selection.rack} node={selection.kind === 'rack' ? 0 : selection.node} /> : selection.kind === 'job' ? <JobLifeLink now={now} number={selection.number} /> : null}</Card>
}
