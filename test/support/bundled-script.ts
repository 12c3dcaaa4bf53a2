import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'vite'

/** The root of the repository. */
const root = join(__dirname, '..', '..')

export interface BundledScript {
  readonly path: string
  remove(): Promise<void>
}

/**
 * Compiles a TypeScript file of the tests into a CommonJS program that plain Node runs: tests of several processes, or
 * of a process with an environment of its own, need one. It lies below `out`, from where Node finds the packages.
 */
export async function bundledScript(source: string): Promise<BundledScript> {
  const parent = join(root, 'out', 'test-scripts')
  await mkdir(parent, { recursive: true })
  const directory = await mkdtemp(join(parent, `${basename(source, '.ts')}-`))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: source,
      outDir: directory,
      emptyOutDir: false,
      minify: false,
      target: 'node18',
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'script.cjs' } },
    },
  })
  return { path: join(directory, 'script.cjs'), remove: () => rm(directory, { recursive: true, force: true }) }
}
