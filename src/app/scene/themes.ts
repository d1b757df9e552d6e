/** Colours and light of the model in both themes: greys only, colour belongs to data. */
import { Color } from 'three'
import { type Tone, TONES } from '../site/plan/part.ts'

export interface SceneTheme {
  readonly sky: string
  readonly line: string
  readonly accent: string
  readonly sun: number
  readonly ambient: number
  /** Colours of the light from the sky and of that from the ground. */
  readonly above: string
  readonly below: string
  /** Darkness of sun shadows and of the soft shade where things meet the ground, 0–1. */
  readonly shadow: number
  readonly contact: number
  /** Colour of steam. */
  readonly plume: string
  readonly tones: Readonly<Record<Tone, string>>
}

/** Paper by day, a control room at night. */
export const SCENE_THEMES: Readonly<Record<'light' | 'dark', SceneTheme>> = {
  light: {
    sky: '#f1f0eb',
    line: '#70777e',
    accent: '#0072B2',
    sun: 2.15,
    ambient: 1.75,
    above: '#ffffff',
    below: '#d8d3ca',
    shadow: 0.62,
    contact: 0.34,
    plume: '#ffffff',
    tones: {
      wall: '#f0ece5', roof: '#fbfaf7', concrete: '#e9e7e1', steel: '#b3b8bb', machine: '#e3dfd8', dark: '#6a7177', gravel: '#dfddd7', asphalt: '#c4c3bf', grass: '#e7e6de', floor: '#eeebe4', fan: '#757c82', mark: '#868d93', figure: '#3a3f44',
      leaf: '#ccd0c1', field: '#e1e0d6', paint: '#eceae4',
    },
  },
  dark: {
    sky: '#0e1317',
    line: '#7c8894',
    accent: '#56B4E9',
    sun: 2.5,
    ambient: 1.7,
    above: '#9fb0c0',
    below: '#242c33',
    shadow: 0.85,
    contact: 0.55,
    plume: '#b9c6d2',
    tones: {
      wall: '#77838e', roof: '#8f9ba6', concrete: '#303940', steel: '#6a7681', machine: '#6c7883', dark: '#20272c', gravel: '#232b31', asphalt: '#13181b', grass: '#141a1e', floor: '#353e46', fan: '#232a30', mark: '#8b97a2', figure: '#cfd7de',
      leaf: '#26302e', field: '#181f23', paint: '#3a434b',
    },
  },
}

export const toneColours = (theme: SceneTheme): Color[] => TONES.map(tone => new Color(theme.tones[tone]))
