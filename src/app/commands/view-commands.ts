import { LAYERS, SITE_VIEWS } from '../state/view-choices.ts'
import { isColoured, setTheme, toggleTheme, useView } from '../state/view.ts'
import type { Command } from './command.ts'

const group = 'View'

export const viewCommands: readonly Command[] = [
  { id: 'view.text', label: 'Show or hide the text', group, keys: 'Mod+\\', isAvailable: () => useView.getState().room === 'plan', run: () => useView.setState(before => ({ isTextOpen: !before.isTextOpen })) },
  { id: 'view.schedule', label: 'Show or hide the schedule below the site', group, isAvailable: () => useView.getState().room === 'plan', run: () => useView.setState(before => ({ isScheduleOpen: !before.isScheduleOpen })) },
  { id: 'view.theme', label: 'Switch between light and dark', group, run: toggleTheme },
  { id: 'view.theme-system', label: 'Follow the theme of the system', group, isAvailable: () => useView.getState().themeChoice !== 'system', run: () => setTheme('system') },
  ...SITE_VIEWS.map(({ id, label }) => ({
    id: `view.site-${id}`,
    label: `Show the site as: ${label}`,
    group,
    isAvailable: () => useView.getState().siteView !== id,
    run: () => useView.setState(before => ({ siteView: id, phoneTab: 'site' as const, room: before.room === 'decide' ? 'watch' : before.room })),
  })),
  ...LAYERS.map(({ id, label }) => ({
    id: `view.layer-${id}`,
    label: `Colour the site by: ${label}`,
    group,
    isAvailable: () => isColoured(useView.getState().siteView) && useView.getState().layer !== id,
    run: () => useView.setState({ layer: id }),
  })),
]
