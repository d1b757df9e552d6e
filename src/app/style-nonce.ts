/** The mark that the policy of the built page asks of style elements; the page carries it itself. Empty where there is no policy. */
export const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
