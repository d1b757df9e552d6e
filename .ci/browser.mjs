// Finds a Chromium for the tests: $CHROME_PATH, else the one inside the npm package @sparticuz/chromium
// (Linux x64, unpacked once into node_modules/.cache), else an installed Chrome, Chromium or Edge.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** @typedef {{ executablePath?: string, channel?: string, args: string[], env?: Record<string, string> }} LaunchOptions */

// Without the last, the page itself is painted through the graphics processor that is played here by the processor: a repaint takes ten times
// as long as in a browser that has none (6 pictures a second instead of 60 while a chart is moved).
const SOFTWARE_GL = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-gpu-rasterization'];
const QUIET = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--font-render-hinting=none',
];
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];

/** The folder of the npm package and the one that its browser is unpacked to. */
function packagedFolders() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, unpacked: join(folder, '..', '..', '.cache', `chromium-${version}`) };
  } catch {
    return undefined;
  }
}

/**
 * Unpacks browser and libraries into a private folder and renames it when complete, so that parallel first runs never see half a browser.
 * @param {string} folder
 * @param {string} unpacked
 */
async function unpack(folder, unpacked) {
  const partial = `${unpacked}.${process.pid}`;
  const before = process.env.TMPDIR;
  mkdirSync(partial, { recursive: true });
  process.env.TMPDIR = partial; // the package unpacks into os.tmpdir()
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    await inflate(join(folder, 'bin', 'al2023.tar.br')); // libnss3, libnspr4, libexpat: absent from bare systems
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  const fonts = join(unpacked, 'fonts');
  writeFileSync(
    join(partial, 'fonts', 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(fonts, 'fonts')}</dir><cachedir>${join(fonts, 'cache')}</cachedir></fontconfig>`,
  );
  try {
    renameSync(partial, unpacked);
  } catch {
    rmSync(partial, { recursive: true, force: true }); // another process was first
  }
}

/** @returns {Promise<LaunchOptions | undefined>} */
async function packagedBrowser() {
  const found = packagedFolders();
  if (!found) return undefined;
  if (!existsSync(found.unpacked)) await unpack(found.folder, found.unpacked);
  const libraries = [process.env.LD_LIBRARY_PATH, join(found.unpacked, 'al2023', 'lib')].filter(Boolean).join(':');
  // A bare C locale makes navigator.language 'en-US@posix', which Intl rejects.
  const env = /** @type {Record<string, string>} */ ({ ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', LD_LIBRARY_PATH: libraries });
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_PATH = join(found.unpacked, 'fonts');
  return { executablePath: join(found.unpacked, 'chromium'), args: ['--headless=shell', ...QUIET, ...SOFTWARE_GL], env };
}

/**
 * Launch options for Playwright's chromium.
 * @returns {Promise<LaunchOptions>}
 */
export async function launchOptions() {
  const args = [...QUIET, ...SOFTWARE_GL];
  if (process.env.CHROME_PATH) return { executablePath: process.env.CHROME_PATH, args };
  const packaged = await packagedBrowser();
  if (packaged) return packaged;
  const executablePath = INSTALLED.find((path) => existsSync(path));
  if (executablePath) return { executablePath, args };
  return { channel: process.platform === 'win32' ? 'msedge' : 'chrome', args };
}
