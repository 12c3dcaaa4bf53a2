import { _electron, type ElectronApplication } from 'playwright'
import { electronRuntime, sandboxArguments } from '../../../build/scripts/electron-runtime.mjs'
import type { Desktop } from './desktop'

export interface LaunchOptions {
  /** Directory of the application: its `package.json` names the entry. The project itself by default. */
  readonly directory?: string
  /** Arguments after the application's directory, such as `--demo`. */
  readonly args?: readonly string[]
  /** Added to the desktop's environment. */
  readonly env?: Readonly<Record<string, string>>
}

const projectDirectory = new URL('../../..', import.meta.url).pathname

/**
 * Starts an application from its directory on a test desktop, on the Electron this machine has, and attaches
 * Playwright to it. The application runs from its first line on; Playwright does not hold it back.
 */
export async function launchApp(
  desktop: Pick<Desktop, 'env'>,
  { directory = projectDirectory, args = [], env = {} }: LaunchOptions = {},
): Promise<ElectronApplication> {
  const { executable } = await electronRuntime(() => undefined)
  return _electron.launch({
    executablePath: executable,
    args: [...sandboxArguments(), directory, ...args],
    cwd: directory,
    env: { ...desktop.env, ...env },
  })
}
