import { shownKeys } from './keys.ts'

/** Keys of a command as they are pressed; of several ways all, or the first where room is short. */
export function Keys({ keys, isAll = false }: { readonly keys: string | undefined; readonly isAll?: boolean }): React.ReactNode {
  const ways = shownKeys(keys)
  return (isAll ? ways : ways.slice(0, 1)).map((way, index) => (
    <span key={way.join('+')} className="keys">
      {index > 0 ? <span className="quiet">or</span> : null}
      {way.map(key => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  ))
}
