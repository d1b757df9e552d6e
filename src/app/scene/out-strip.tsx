/** One line over the scene for each thing that is out or has gone over. Read out while time stands; playing would talk without end. */
import { useStore } from 'zustand'
import { outWords } from '../site/out-words.ts'
import { useSiteNow } from '../site/site-now.ts'
import { clock } from '../state/clock.ts'

/** More lines would cover the site; the table has all of it. */
const MOST = 3

export function OutStrip(): React.ReactNode {
  const now = useSiteNow()
  const isPlaying = useStore(clock, ({ isPlaying: plays }) => plays)
  const words = now === null ? [] : outWords(now)
  return (
    <div className="out-strip" role="status" aria-label="Out of service now" aria-live={isPlaying ? 'off' : 'polite'}>
      {words.slice(0, MOST).map(word => (
        <p key={word}>{word}</p>
      ))}
      {words.length > MOST ? <p className="quiet">{words.length - MOST} more</p> : null}
    </div>
  )
}
