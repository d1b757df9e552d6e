/** Small line drawings of one weight, 16 px, in the colour of the text. */
const PATHS = {
  play: 'M5 3.5v9l7-4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  next: 'M4 3.5v9l6-4.5zM12 3.5v9',
  previous: 'M12 3.5v9L6 8zM4 3.5v9',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.1 1.1M11.9 11.9 13 13M3 13l1.1-1.1M11.9 4.1 13 3',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6z',
  close: 'm4 4 8 8M12 4l-8 8',
  frame: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  down: 'm4 6 4 4 4-4',
  up: 'm4 10 4-4 4 4',
  check: 'm3.5 8.5 3 3 6-7',
  panel: 'M2.5 3h11v10h-11zM6.5 3v10',
  branch: 'M4 2.5v11M4 9c0-3 7-1.5 7-5.5M9 5.2l2-2 2 2',
  compare: 'M2.5 3h4.2v10H2.5zM9.3 3h4.2v10H9.3z',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  find: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.2 3.2',
  open: 'M2.5 12.5v-9h4l1.5 2h5.5v7z',
  calendar: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.3 2.5V5M10.7 2.5V5',
  move: 'M8 1.8v12.4M1.8 8h12.4M6 3.8l2-2 2 2M6 12.2l2 2 2-2M3.8 6l-2 2 2 2M12.2 6l2 2-2 2',
  save: 'M8 2.5v7M5 7l3 3 3-3M3 13h10',
} as const

export type IconName = keyof typeof PATHS

/** All that there are, by name. */
export const ICONS = Object.keys(PATHS) as readonly IconName[]

export function Icon({ name }: { readonly name: IconName }): React.ReactNode {
  return (
    <svg className="icon" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
