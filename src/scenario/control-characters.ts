/** Characters that are not seen and that terminals act upon: C0 and C1 of Unicode but tab and line breaks, and delete. */

const CONTROL = /(?![\t\n\r])\p{Cc}/u
const CONTROLS = new RegExp(CONTROL, 'gu')

/** `U+001B` */
const controlName = (character: string): string => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

/** What is wrong with a text that holds one; undefined where none is in it. */
export function controlProblem(text: string): { readonly code: string; readonly message: string; readonly allowed: string } | undefined {
  const found = CONTROL.exec(text)
  return found === null ? undefined : { code: 'text', message: `has the control character ${controlName(found[0])}, upon which terminals act: leave it out`, allowed: 'characters that are seen, tabs and line breaks' }
}

/** The text with their names in their places, so that it can be shown. */
export const withoutControls = (text: string): string => text.replace(CONTROLS, character => `<${controlName(character)}>`)
