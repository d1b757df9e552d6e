// The Content-Security-Policy of the built page. Static hosts send no headers of ours, so it stands in the page itself.

/**
 * Marks the style elements that libraries write while the page runs (editor, dialogs, menus). In a static page it is no secret: it tells
 * styles that our code makes from markup that came in with data, which has no such mark. Scripts have none; they come from files alone.
 */
export const STYLE_NONCE = 'written-by-nameplate';

const POLICY = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'", // the unpacker of Parquet is WebAssembly; scripts made from text stay refused
  'worker-src': "'self'",
  'style-src': `'self' 'nonce-${STYLE_NONCE}'`,
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** Writes the policy before everything else in the head of the built page. @returns {import('vite').Plugin} */
export const contentSecurity = () => ({
  name: 'content-security',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: Object.entries(POLICY).map((rule) => rule.join(' ')).join('; ') },
        injectTo: 'head-prepend',
      },
    ],
  },
});
