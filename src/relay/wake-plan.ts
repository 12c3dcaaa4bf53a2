import { posix, win32 } from 'node:path'

/*
 * How the application is started so that it is nobody's child: a client ends what it started together with all that this
 * has started, and on Windows the children of a packaged client see another AppData. So a service of the system starts it:
 * LaunchServices, the user's systemd, Explorer; where there is none, a shell that leaves at once.
 */

/** As the application wrote it down at its last start. */
export interface AppFile {
  /** Absolute. */
  readonly executable: string
  readonly args: readonly string[]
  /** For a start without a service of the system, which knows the session. */
  readonly environment: Readonly<Record<string, string>>
}

export interface WakePlan {
  readonly command: string
  readonly args: readonly string[]
  /** The whole environment of the command. */
  readonly env: Readonly<Record<string, string>>
}

export interface WakeFacts {
  readonly platform: 'linux' | 'darwin' | 'win32'
  readonly homeDir: string
  /** The directory of the user's systemd, and the program that speaks to it; null where either is missing. Linux only. */
  readonly userManager: { readonly runtimeDir: string; readonly systemdRun: string } | null
}

const explorer = String.raw`C:\Windows\explorer.exe`
/** The shell starts the program in the background and ends, and the program gets the system's first process for a parent. */
const leaveBehind = '"$@" </dev/null >/dev/null 2>&1 &'

/** Null when this system has no way to start this program without being its parent. */
export function planWake({ executable, args, environment }: AppFile, { platform, homeDir, userManager }: WakeFacts): WakePlan | null {
  // Explorer takes a program and no arguments for it; an installed application needs none.
  if (platform === 'win32') return args.length > 0 ? null : { command: explorer, args: [executable], env: {} }
  const bundle = platform === 'darwin' ? bundleOf(executable) : null
  if (bundle !== null) {
    return { command: '/usr/bin/open', args: ['-g', '-a', bundle, ...(args.length > 0 ? ['--args', ...args] : [])], env: { HOME: homeDir } }
  }
  if (userManager !== null) {
    const { systemdRun, runtimeDir } = userManager
    return {
      command: systemdRun,
      args: ['--user', '--collect', '--quiet', '--', executable, ...args],
      env: { HOME: homeDir, XDG_RUNTIME_DIR: runtimeDir },
    }
  }
  return {
    command: '/bin/sh',
    args: ['-c', leaveBehind, 'vitrine', executable, ...args],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...environment, HOME: homeDir },
  }
}

/** The bundle of a program inside one, such as `/Applications/Vitrine.app`. */
function bundleOf(executable: string): string | null {
  return /^(.+\.app)\/Contents\/MacOS\/[^/]+$/.exec(executable)?.[1] ?? null
}

/** Reads the text of an app file. Null for anything that the application did not write as a whole. */
export function parseAppFile(text: string, platform: WakeFacts['platform']): AppFile | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { version, executable, args, environment } = value as Partial<Record<keyof AppFile | 'version', unknown>>
  const { isAbsolute } = platform === 'win32' ? win32 : posix
  if (version !== 1 || typeof executable !== 'string' || !isAbsolute(executable)) return null
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) return null
  if (typeof environment !== 'object' || environment === null) return null
  if (!Object.values(environment).every((entry) => typeof entry === 'string')) return null
  return { executable, args, environment: environment as Record<string, string> }
}
