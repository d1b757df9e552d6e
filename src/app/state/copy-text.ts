/** Copies texts, or says why not and shows them: browsers let only pages that came over https copy. */
import { tell } from './messages.ts'

/** Whether the text was copied; `said` is told when it was. */
export async function copyText(text: string, said: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    tell(said)
    return true
  } catch {
    tell(`The browser does not let the page copy. Take it from here: ${text}`, 'problem')
    return false
  }
}
