/** More charts below those of the first look: found by a word, in groups that fold; what is folded is neither worked out nor drawn. */
import { Fragment, useMemo, useState } from 'react'
import '../styles/library.css'
import { useChosenStudy } from '../state/site-study.ts'
import { Icon } from '../widgets/icon.tsx'
import { LIBRARY_GROUPS, type LibraryChart, type LibraryGroup, libraryCharts } from './library-charts.tsx'

const matches = ({ label, group, id }: LibraryChart, words: string): boolean => {
  const text = `${label} ${group} ${id}`.toLowerCase()
  return words.toLowerCase().split(/\s+/u).every(word => text.includes(word))
}

interface GroupProps {
  readonly group: LibraryGroup
  readonly found: readonly LibraryChart[]
  readonly isOpen: boolean
  readonly source: string
  readonly onToggle: () => void
}

function Group({ group, found, isOpen, source, onToggle }: GroupProps): React.ReactNode {
  return (
    <section className="library-group">
      <h3>
        <button type="button" aria-expanded={isOpen} onClick={onToggle}>
          <Icon name={isOpen ? 'up' : 'down'} />
          <span>{group}</span>
          <small>{found.length}</small>
        </button>
      </h3>
      {isOpen ? found.map(({ id, draw }) => <Fragment key={id}>{draw(source)}</Fragment>) : <p className="quiet">{found.map(({ label }) => label).join(' · ')}</p>}
    </section>
  )
}

export default function ChartLibrary({ source }: { readonly source: string }): React.ReactNode {
  const study = useChosenStudy()
  const [words, setWords] = useState('')
  const [open, setOpen] = useState<readonly LibraryGroup[]>([])
  const all = useMemo(() => (study === null ? [] : libraryCharts(study)), [study])
  if (all.length === 0) return null
  const isSearching = words.trim() !== ''
  const found = isSearching ? all.filter(chart => matches(chart, words.trim())) : all
  const toggle = (group: LibraryGroup): void => setOpen(before => (before.includes(group) ? before.filter(each => each !== group) : [...before, group]))
  return (
    <section className="chart-library" aria-label="More charts">
      <header>
        <h2>More charts</h2>
        <input type="search" className="text-field" placeholder="Find a chart" aria-label="Find a chart" value={words} onChange={event => setWords(event.currentTarget.value)} />
      </header>
      {found.length === 0 ? <p className="empty">No chart of that name; try power, heat, jobs, faults or carbon.</p> : null}
      {LIBRARY_GROUPS.map(group => {
        const own = found.filter(chart => chart.group === group)
        // A word that leaves few charts shows them.
        return own.length === 0 ? null : <Group key={group} group={group} found={own} isOpen={open.includes(group) || (isSearching && found.length <= 3)} source={source} onToggle={() => toggle(group)} />
      })}
    </section>
  )
}
