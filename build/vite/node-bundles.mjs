import { builtinModules } from 'node:module'

/** Packages with native code, and Electron itself: loaded at run time, never bundled. */
const nativePackages = ['electron', 'keytar', '@photostructure/sqlite']

/**
 * @typedef {object} NodeBundle
 * @property {string} name file name in `out/` without `.cjs`
 * @property {string} entry source file, relative to the root
 * @property {readonly string[]} external packages left to be required at run time
 * @property {boolean} [minify]
 */

/** @type {readonly NodeBundle[]} One CommonJS file each. */
export const nodeBundles = [
  { name: 'main', entry: 'electron/main.ts', external: nativePackages },
  // A sandboxed preload can require nothing but 'electron'.
  { name: 'preload', entry: 'electron/preload/preload.ts', external: ['electron'] },
  { name: 'relay', entry: 'src/relay/main.ts', external: [], minify: true },
  { name: 'relay-program', entry: 'src/uninstall/relay-program.ts', external: [], minify: true },
  { name: 'headless', entry: 'src/headless/main.ts', external: nativePackages },
  { name: 'sample-odoo', entry: 'test/support/sample-odoo/main.ts', external: [] },
  { name: 'demo', entry: 'test/support/demo/main.ts', external: [...nativePackages, 'playwright', 'dbus-next'] },
  { name: 'bench', entry: 'test/support/bench/main.ts', external: [...nativePackages, 'dbus-next'] },
]

/**
 * Vite's configuration for one bundle that runs in Node or in Electron's main process.
 *
 * @param {NodeBundle} bundle
 * @param {string} root absolute path of the project
 * @returns {import('vite').InlineConfig}
 */
export function nodeBundleConfig(bundle, root) {
  const builtIns = builtinModules.filter((name) => !name.startsWith('_'))
  return {
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    // Bundled packages choose their production paths by this; without it every call would read the environment.
    define: { 'process.env.NODE_ENV': '"production"' },
    // The oldest runtime is the Node 18 inside Electron 25.
    build: {
      ssr: bundle.entry,
      target: 'node18',
      outDir: 'out',
      emptyOutDir: false,
      copyPublicDir: false,
      minify: bundle.minify === true,
      sourcemap: false,
      reportCompressedSize: false,
      rolldownOptions: {
        platform: 'node',
        external: [...bundle.external, ...builtIns, ...builtIns.map((name) => `node:${name}`)],
        output: { format: 'cjs', entryFileNames: `${bundle.name}.cjs`, codeSplitting: false },
      },
    },
    ssr: { target: 'node', noExternal: true, external: [...bundle.external] },
  }
}
