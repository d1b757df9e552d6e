/** What one does with time: steps, play, speed, loop, the stretch that is shown, and from event to event. */
import { focusSelection } from '../site/focus-selection.ts'
import { changeSpeed, clearLoop, clock, panTime, seek, setLoopEnd, setScale, STEPS, toggleGaps, togglePlay, zoomTime } from '../state/clock.ts'
import { goToCause } from '../state/chart-cause.ts'
import { siteNow } from '../site/site-now.ts'
import { stepEvent } from '../state/event-list.ts'
import { useView } from '../state/view.ts'
import type { Command } from './command.ts'

const ZOOM = 1.6
const PAN = 0.2
const group = 'Time'

const step = (direction: 1 | -1, size: 0 | 1) => (): void => {
  const { atMs, scale } = clock.getState()
  seek(atMs + direction * STEPS[scale][size])
}

export const timeCommands: readonly Command[] = [
  { id: 'time.play', label: 'Play or pause', group, keys: 'Space', run: togglePlay },
  { id: 'time.next-event', label: 'Next event', group, keys: '.', run: () => stepEvent(1) },
  { id: 'time.previous-event', label: 'Previous event', group, keys: ',', run: () => stepEvent(-1) },
  { id: 'time.later', label: 'A step later', group, keys: 'ArrowRight', run: step(1, 0) },
  { id: 'time.earlier', label: 'A step earlier', group, keys: 'ArrowLeft', run: step(-1, 0) },
  { id: 'time.much-later', label: 'A large step later', group, keys: 'Shift+ArrowRight', run: step(1, 1) },
  { id: 'time.much-earlier', label: 'A large step earlier', group, keys: 'Shift+ArrowLeft', run: step(-1, 1) },
  { id: 'time.start', label: 'To the start', group, keys: 'Home', run: () => seek(0) },
  { id: 'time.end', label: 'To the end', group, keys: 'End', run: () => seek(clock.getState().horizonMs) },
  { id: 'time.faster', label: 'Play faster', group, keys: '+', run: () => changeSpeed(1) },
  { id: 'time.slower', label: 'Play slower', group, keys: '-', run: () => changeSpeed(-1) },
  { id: 'time.zoom-in', label: 'Look at a shorter stretch of time', group, keys: 'w', run: () => zoomTime(1 / ZOOM) },
  { id: 'time.zoom-out', label: 'Look at a longer stretch of time', group, keys: 's', run: () => zoomTime(ZOOM) },
  { id: 'time.pan-back', label: 'Move the timeline back', group, keys: 'a', run: () => panTime(-PAN) },
  { id: 'time.pan-on', label: 'Move the timeline on', group, keys: 'd', run: () => panTime(PAN) },
  { id: 'time.loop-from', label: 'Begin the loop here', group, keys: '[', run: () => setLoopEnd('fromMs') },
  { id: 'time.loop-to', label: 'End the loop here', group, keys: ']', run: () => setLoopEnd('toMs') },
  { id: 'time.loop-off', label: 'Play without a loop', group, isAvailable: () => clock.getState().loop !== null, run: clearLoop },
  { id: 'time.months', label: 'Time in months of construction', group, run: () => setScale('construction') },
  { id: 'time.seconds', label: 'Time in seconds of operation', group, run: () => setScale('operations') },
  { id: 'time.skip-gaps', label: 'Leave out time without events, or show it again', group, run: toggleGaps },
  { id: 'time.cause', label: 'Go to what took most at this time', group, keys: 'c', isAvailable: () => siteNow.getState().now?.run != null, run: () => goToCause('utilisation', clock.getState().atMs) },
  { id: 'time.focus', label: 'Focus what is selected', group, keys: 'f', isAvailable: () => useView.getState().selection !== null, run: focusSelection },
]
