// One configuration for all that is built or run: the app (default), the command line (`--mode cli`) and the tests (vitest).
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import type { Plugin, UserConfig } from 'vite';
import type { TestProjectConfiguration } from 'vitest/config';
import { defineConfig } from 'vitest/config';

/** SharedArrayBuffer needs a cross-origin isolated page. */
const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const app: UserConfig = {
  base: './', // relative, so that the built app runs from any folder of any static host
  plugins: [react()],
  worker: { format: 'es' },
  clearScreen: false,
  server: { host: '127.0.0.1', headers: isolated },
  preview: { host: '127.0.0.1', headers: isolated },
  build: { target: 'es2023', outDir: 'dist/app', emptyOutDir: true },
};

/** Bundles a module that source code names by `new URL('./file.ts', import.meta.url)`, as Vite itself does for the app only. */
const moduleByUrl: Plugin = {
  name: 'module-by-url',
  transform(code, id) {
    if (!code.includes('import.meta.url')) return undefined;
    const changed = code.replace(/new URL\(\s*'(\.{1,2}\/[\w./-]+\.ts)'\s*,\s*import\.meta\.url\s*\)/g, (_, target: string) => {
      const file = fileURLToPath(new URL(target, `file://${id}`));
      return `new URL(import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'chunk', id: file })})`;
    });
    return changed === code ? undefined : { code: changed, map: null };
  },
};

const cli: UserConfig = {
  plugins: [moduleByUrl],
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node20', // users run the bundle on the Node that they have
    outDir: process.env.NAMEPLATE_CLI_OUT ?? 'dist/cli',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { main: 'src/cli/main.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

async function testProjects(): Promise<TestProjectConfiguration[]> {
  const { playwright } = await import('@vitest/browser-playwright');
  const { launchOptions } = await import('./.ci/browser.mjs');
  // Generous: tests run on loaded machines and none of them asserts a duration.
  const patience = { testTimeout: 60_000, hookTimeout: 60_000 };
  return [
    {
      test: { ...patience, name: 'node', environment: 'node', include: ['test/**/*.test.ts'], exclude: ['test/browser/**', 'test/**/*.browser.test.ts', 'test/validation/**'] },
    },
    {
      extends: true,
      // Named up front: a dependency that Vite finds only during the run reloads the page under the tests.
      optimizeDeps: { entries: ['src/app/main.tsx', 'src/runner/worker/*.ts', 'test/**/*.browser.test.{ts,tsx}'] },
      test: {
        ...patience,
        name: 'browser',
        include: ['test/**/*.browser.test.{ts,tsx}'],
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions: await launchOptions() }),
          instances: [{ browser: 'chromium' }],
        },
      },
    },
    {
      test: { name: 'validation', environment: 'node', include: ['test/validation/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
    },
  ];
}

export default defineConfig(async ({ mode }) => {
  if (mode === 'cli') return cli;
  return process.env.VITEST ? { ...app, test: { projects: await testProjects(), passWithNoTests: true } } : app;
});
