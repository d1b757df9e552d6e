/** Whether this browser draws in three dimensions at all; asked once. */
let answer: boolean | undefined

export function hasWebGl(): boolean {
  if (answer !== undefined) return answer
  const gl = document.createElement('canvas').getContext('webgl2')
  // Contexts are few: this one is given back.
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
  answer = gl !== null
  return answer
}
