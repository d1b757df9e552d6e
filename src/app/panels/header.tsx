import { ROOMS } from '../rooms/rooms.ts'
import { openDialog } from '../state/dialogs.ts'
import { useDocument } from '../state/document.ts'
import { chooseSite, enterRoom, startComparing, stopComparing, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { Segments } from '../widgets/segments.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { AppMenu } from './app-menu.tsx'
import { Hero } from './hero.tsx'
import { ProgressLine, RunStatus } from './run-status.tsx'

/** Value of the menu for the scenario without an option. */
const AS_WRITTEN = '*'

function OptionMenu(): React.ReactNode {
  const options = useDocument(document => document.options)
  const option = useView(view => view.option)
  const choices = [{ id: AS_WRITTEN, label: 'As written' }, ...options]
  const isKnown = choices.some(({ id }) => id === (option ?? AS_WRITTEN))
  return (
    <SelectMenu
      label="Buildout option"
      prefix="Option"
      value={isKnown ? (option ?? AS_WRITTEN) : AS_WRITTEN}
      choices={choices}
      onChange={id => useView.setState({ option: id === AS_WRITTEN ? null : id })}
    />
  )
}

/** Value of the menu for all sites together. */
const ALL_SITES = '*'

/** Which of several sites is looked at; nothing for a file of one. The figures of the header are always those of all together. */
function SiteMenu(): React.ReactNode {
  const sites = useDocument(document => document.scenario?.sites)
  const site = useView(view => view.site)
  if (sites === undefined) return null
  const choices = [{ id: ALL_SITES, label: 'All sites' }, ...sites]
  const value = sites.some(({ id }) => id === site) ? (site ?? ALL_SITES) : ALL_SITES
  return <SelectMenu label="Site to look at" prefix="Site" value={value} choices={choices} onChange={id => chooseSite(id === ALL_SITES ? null : id)} />
}

function CompareMenu(): React.ReactNode {
  const options = useDocument(document => document.options)
  const option = useView(view => view.option)
  const compareWith = useView(view => view.compareWith)
  const room = useView(view => view.room)
  const others = [{ id: AS_WRITTEN, label: 'As written' }, ...options].filter(({ id }) => id !== (option ?? AS_WRITTEN))
  if (others.length === 0) return null
  const isDeciding = room === 'decide'
  const start = (): void => startComparing(compareWith ?? (option === null ? (options[0]?.id ?? null) : null))
  return (
    <div className="compare-choice">
      <Button icon="compare" label="Compare" aria-label="Compare" pressed={isDeciding} onClick={isDeciding ? stopComparing : start} />
      {compareWith === undefined ? null : (
        <SelectMenu label="Compare with" prefix="with" value={compareWith ?? AS_WRITTEN} choices={others} onChange={id => useView.setState({ compareWith: id === AS_WRITTEN ? null : id })} />
      )}
    </div>
  )
}

export function Header(): React.ReactNode {
  const room = useView(view => view.room)
  const name = useDocument(document => document.scenario?.name ?? document.file)
  return (
    <header className="header">
      <div className="title">
        <b className="wordmark">Nameplate</b>
        <h1 title={name}>{name}</h1>
      </div>
      <div className="rooms">
        <Segments label="Room" value={room} choices={ROOMS} onChange={enterRoom} />
      </div>
      <Hero />
      <div className="header-tools">
        <RunStatus />
        <SiteMenu />
        <OptionMenu />
        <CompareMenu />
        <Button icon="find" iconOnly label="Find a command (Ctrl or Cmd+K)" onClick={() => openDialog('palette')} />
        <AppMenu />
      </div>
      <ProgressLine />
    </header>
  )
}
