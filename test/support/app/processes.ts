import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { ElectronApplication } from 'playwright'
import { electronRuntime, sandboxArguments } from '../../../build/scripts/electron-runtime.mjs'
import type { Desktop } from '../desktop/desktop'

const projectDirectory = new URL('../../..', import.meta.url).pathname

/** Starts the application beside Playwright, as a second click on its icon does. */
export async function spawnApp(desktop: Pick<Desktop, 'env'>, args: readonly string[] = [], directory = projectDirectory): Promise<ChildProcess> {
  const { executable } = await electronRuntime(() => undefined)
  return spawn(executable, [...sandboxArguments(), projectDirectory, ...args], { env: { ...desktop.env }, cwd: directory, stdio: 'ignore' })
}

/** How a program ended: its exit code, or the signal that ended it. */
export type Ending = number | NodeJS.Signals

/**
 * Does `act` and waits until the application has ended, and every process that it started. Fails when one of them stays.
 */
export async function endsBy(app: ElectronApplication, act: () => Promise<unknown> | boolean): Promise<Ending> {
  const child = app.process()
  const group = groupOf(app)
  // Its helpers share its output, which closes with the last of them.
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  await act()
  const [code, signal] = await closed
  await groupIsGone(group)
  return signal ?? code ?? 'SIGKILL'
}

/** Process ids of the running application, helpers included. */
export function appProcesses(app: ElectronApplication): Promise<string[]> {
  return membersOf(groupOf(app))
}

/** Playwright starts it as the head of a process group of its own. */
function groupOf(app: ElectronApplication): string {
  return String(app.process().pid)
}

async function membersOf(group: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const belong = await Promise.all(
    ids.map(async (id) => {
      // A process may end between listing and looking.
      const status = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')
      const [state, , processGroup] = status.slice(status.lastIndexOf(')') + 2).split(' ')
      return processGroup === group && state !== 'Z' && state !== 'X'
    }),
  )
  return ids.filter((_id, at) => belong[at])
}

/** The system tells nobody of the end of processes that are not one's children, so they are looked at again. */
async function groupIsGone(group: string): Promise<void> {
  const deadline = AbortSignal.timeout(5_000)
  for (;;) {
    const left = await membersOf(group)
    if (left.length === 0) return
    if (deadline.aborted) throw new Error(`The application ended and left ${left.length} processes behind.`)
    await wait(10)
  }
}
