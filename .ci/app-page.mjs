// The built app on a local server and a page of a real Chromium on it, for the scripts that take pictures.
// The files are served without COOP and COEP from a folder below the root, as the humblest static host would.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { root } from './ensure.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.webmanifest': 'application/manifest+json' };
const FOLDER = '/some/folder/';
export const PATIENCE_MS = 240_000;

/** What must be on the page before a picture is taken. */
export const WAITS = {
  figures: '.hero .figure.main .figure-value:not(:text-is("–"))',
  replications: '.figure.main .figure-interval:not(:text-is("one run")):not(:text-is("so far")):not(:text-is("pending"))',
  all: '.run-status span:text-matches("^[0-9]+ replication")',
};

/**
 * @param {string} [directory]
 * @returns {Promise<{ url: string, asked: string[], close(): void }>} `asked` lists the paths that were asked for so far
 */
export function serveApp(directory = join(root, 'dist', 'app')) {
  /** @type {string[]} */
  const asked = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    asked.push(path);
    const file = join(directory, normalize(path.startsWith(FOLDER) ? path.slice(FOLDER.length) || 'index.html' : 'absent'));
    if (!file.startsWith(directory) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[/** @type {keyof typeof TYPES} */ (extname(file))] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const close = () => {
        server.close();
        server.closeAllConnections();
      };
      resolve({ url: `http://127.0.0.1:${port}${FOLDER}`, asked, close });
    });
  });
}

/**
 * A page of a size and theme, with what it complains about on stderr.
 * @param {import('playwright-core').Browser} browser
 * @param {{ width: number, height: number, theme: string, scale?: number }} look
 */
export async function openPage(browser, { width, height, theme, scale = 1 }) {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale, colorScheme: theme === 'dark' ? 'dark' : 'light', hasTouch: width < 600, serviceWorkers: 'block' });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console.error(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => console.error(`page error: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => console.error(`failed: ${request.url()}`));
  return page;
}
