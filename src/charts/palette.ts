/** Colours of charts and scene: neutrals by theme, Okabe-Ito for series, fixed colours for the levels of the ledger. */

export interface Ink {
  readonly paper: string
  readonly text: string
  readonly muted: string
  readonly faint: string
  readonly line: string
}

export const INK: Readonly<Record<'light' | 'dark', Ink>> = {
  light: { paper: '#ffffff', text: '#1a1d21', muted: '#5c6670', faint: '#8b949d', line: '#d9dee3' },
  dark: { paper: '#14181d', text: '#e8ebee', muted: '#a3adb7', faint: '#75808b', line: '#2c343d' },
}

/** Okabe-Ito, safe for the common kinds of colour blindness. Source: Okabe and Ito, "Color universal design", 2008. */
export const SERIES = { orange: '#E69F00', sky: '#56B4E9', green: '#009E73', yellow: '#F0E442', blue: '#0072B2', vermilion: '#D55E00', purple: '#CC79A7', grey: '#999999' } as const

/** Colour of what is lost at a gate (index = gate) and of what is productive (10); 0 is work not yet committed. */
export const GATE_COLOURS: readonly string[] = ['#7fb8a4', '#999999', '#E69F00', '#56B4E9', '#CC79A7', '#D55E00', '#F0E442', '#8C8C8C', '#7fb3d9', '#0072B2', '#009E73']

/** What is idle is hatched: allocated is no state of its own but the lack of one. */
export const HATCHED_GATE = 7

export const FONT = "'Inter Variable', Inter, 'Helvetica Neue', Arial, sans-serif"
