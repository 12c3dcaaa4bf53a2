import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, readlink } from 'node:fs/promises'
import type { ElectronApplication } from 'playwright'
import { electronRuntime, sandboxArguments } from '../../../build/scripts/electron-runtime.mjs'
import type { Desktop } from '../desktop/desktop'

const projectDirectory = new URL('../../..', import.meta.url).pathname

/** Starts the application beside Playwright, as a second click on its icon does. */
export async function spawnApp(desktop: Pick<Desktop, 'env'>, args: readonly string[] = []): Promise<ChildProcess> {
  const { executable } = await electronRuntime(() => undefined)
  return spawn(executable, [...sandboxArguments(), projectDirectory, ...args], { env: { ...desktop.env }, stdio: 'ignore' })
}

/** How a program ended: its exit code, or the signal that ended it. */
export type Ending = number | NodeJS.Signals

/**
 * Does `act` and waits until the application has ended, and every process that it started: they share its output, which
 * closes with the last of them.
 */
export async function endsBy(app: ElectronApplication, act: () => Promise<unknown> | boolean): Promise<Ending> {
  const child = app.process()
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  await act()
  const [code, signal] = await closed
  return signal ?? code ?? 'SIGKILL'
}

/** Process ids of the application on this desktop, helpers included. */
export async function appProcesses(desktop: Pick<Desktop, 'home'>): Promise<string[]> {
  const { executable } = await electronRuntime(() => undefined)
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const ours = await Promise.all(
    ids.map(async (id) => {
      const [program, environment] = await Promise.all([readlink(`/proc/${id}/exe`), readFile(`/proc/${id}/environ`, 'utf8')]).catch(() => ['', ''])
      return program === executable && environment.split('\0').includes(`HOME=${desktop.home}`)
    }),
  )
  return ids.filter((_id, at) => ours[at])
}
