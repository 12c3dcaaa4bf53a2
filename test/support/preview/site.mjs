import react from '@vitejs/plugin-react'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, preview } from 'vite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** Builds the window with a bridge double in it as it is built for users, and serves it. */
export async function openSite() {
  const outDir = join(tmpdir(), `vitrine-preview-${process.pid}`)
  const config = {
    configFile: false,
    root: join(root, 'renderer'),
    base: './',
    logLevel: 'warn',
    plugins: [
      react(),
      {
        name: 'preview-entry',
        transformIndexHtml: { order: 'pre', handler: (html) => html.replace('./main.tsx', '../test/support/preview/main.tsx') },
      },
    ],
    build: { target: 'chrome114', outDir, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  }
  await build(config)
  const server = await preview({ ...config, preview: { port: 0, host: '127.0.0.1' } })
  return {
    address: server.resolvedUrls.local[0],
    async close() {
      await new Promise((resolve) => server.httpServer.close(resolve))
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
