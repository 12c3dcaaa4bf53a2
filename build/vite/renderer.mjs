import react from '@vitejs/plugin-react'
import { join } from 'node:path'

/**
 * Vite's configuration for the window, served by the application itself from `app://vitrine/`: relative addresses,
 * hashed file names, no inline script (the content security policy forbids them), no source maps.
 *
 * @param {string} root absolute path of the project
 * @returns {import('vite').InlineConfig}
 */
export function rendererConfig(root) {
  return {
    configFile: false,
    root: join(root, 'renderer'),
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      target: 'chrome114',
      outDir: join(root, 'out', 'renderer'),
      emptyOutDir: true,
      sourcemap: false,
      reportCompressedSize: false,
      // A data: address would need a hole in the policy, and the polyfill an inline script.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // One local file read at start is no cost worth a split.
      chunkSizeWarningLimit: 4_096,
    },
  }
}
