import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export type KeyringState =
  /** A secret service whose login keyring is open. */
  | 'unlocked'
  /** A secret service whose login keyring is closed; nobody can answer its prompt, as there is no display. */
  | 'locked'
  /** A session bus on which nobody offers secrets. */
  | 'no_service'
  /** No session bus at all. */
  | 'no_bus'

export interface ScriptOutcome {
  /** Null when the script was ended by a signal. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
  readonly errors: string
}

/** Whether this machine has what a real keyring needs. */
export const hasKeyring = process.platform === 'linux' && ['/usr/bin/dbus-run-session', '/usr/bin/gnome-keyring-daemon'].every(existsSync)

/** A bus without service files, so that asking for a name starts nothing. */
const bareBus = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/**
 * Runs a Node program in a session of its own: its home, its bus, its keyring, no display. The keyring's files lie in
 * `home`, so that a later session finds what an earlier one stored.
 */
export async function runWithKeyring(state: KeyringState, script: string, args: readonly string[], home: string): Promise<ScriptOutcome> {
  await mkdir(home, { recursive: true })
  const environment = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_RUNTIME_DIR: home,
    LANG: 'C.UTF-8',
  }
  const [command, ...words] = await commandLine(state, [process.execPath, script, ...args], home)
  const child = spawn(command ?? '', words, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  // The whole group, bus and all, should a test give up waiting.
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, output, errors }))
  })
}

async function commandLine(state: KeyringState, program: readonly string[], home: string): Promise<readonly string[]> {
  // The daemon prints its environment when it is ready, and goes to the background.
  const shell = (start: string) => ['/usr/bin/dbus-run-session', '--', '/bin/sh', '-c', `${start} >/dev/null; "$@"`, 'sh', ...program]
  switch (state) {
    case 'unlocked':
      return shell('printf test | gnome-keyring-daemon --unlock --components=secrets')
    case 'locked':
      return shell('gnome-keyring-daemon --start --components=secrets')
    case 'no_service': {
      const config = join(home, 'bare-bus.conf')
      await writeFile(config, bareBus)
      return ['/usr/bin/dbus-run-session', `--config-file=${config}`, '--', ...program]
    }
    case 'no_bus':
      return program
  }
}
