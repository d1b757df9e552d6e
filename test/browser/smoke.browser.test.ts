import { expect, test } from 'vitest';

test('the test page is cross-origin isolated, as the app is where the host sends the headers', () => {
  expect(crossOriginIsolated).toBe(true);
  expect(new SharedArrayBuffer(8).byteLength).toBe(8);
});

test('the browser draws with WebGL2', () => {
  const context = document.createElement('canvas').getContext('webgl2');
  expect(context).not.toBeNull();
});
