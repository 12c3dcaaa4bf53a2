import { posix, win32 } from 'node:path'
import type { Host } from '../host/host'
import type { MachineLook } from './machine-look'
import type { RunningProgram } from './running'

/** Claude Desktop as a program. Null for a version that cannot be had. */
export interface ClaudeProgram {
  readonly installed: boolean
  readonly version: string | null
}

const NONE: ClaudeProgram = { installed: false, version: null }

/**
 * Looks for Claude Desktop where its installers put it. `running` is what runs of it: the package for Windows lies where users
 * may not look, and the path of its process tells the version.
 */
export async function findClaude(host: Pick<Host, 'platform' | 'env' | 'homeDir'>, running: readonly RunningProgram[], look: MachineLook): Promise<ClaudeProgram> {
  switch (host.platform) {
    case 'darwin':
      return onMac(host.homeDir, look)
    case 'win32':
      return onWindows(host, running, look)
    case 'linux':
      return onLinux(host, look)
  }
}

async function onMac(homeDir: string, look: MachineLook): Promise<ClaudeProgram> {
  for (const folder of ['/Applications', posix.join(homeDir, 'Applications')]) {
    const bundle = posix.join(folder, 'Claude.app')
    if (!(await look.exists(bundle))) continue
    const facts = await look.readText(posix.join(bundle, 'Contents', 'Info.plist'))
    return { installed: true, version: versionIn(/<key>CFBundleShortVersionString<\/key>\s*<string>([^<]+)<\/string>/, facts) }
  }
  return NONE
}

async function onWindows({ env, homeDir }: Pick<Host, 'env' | 'homeDir'>, running: readonly RunningProgram[], look: MachineLook): Promise<ClaudeProgram> {
  const packaged = /\\WindowsApps\\Claude_(\d+(?:\.\d+)+)_/i
  for (const { command } of running) {
    const version = versionIn(packaged, command)
    if (version !== null) return { installed: true, version }
  }
  const local = env['LOCALAPPDATA'] ?? win32.join(homeDir, 'AppData', 'Local')
  const names = await look.list(win32.join(local, 'AnthropicClaude'))
  // The updater keeps the version before.
  const newest = names.flatMap((name) => versionIn(/^app-(\d+(?:\.\d+)+)$/, name) ?? []).sort(byVersion).at(-1)
  return newest === undefined ? NONE : { installed: true, version: newest }
}

async function onLinux({ env, homeDir }: Pick<Host, 'env' | 'homeDir'>, look: MachineLook): Promise<ClaudeProgram> {
  const data = env['XDG_DATA_HOME'] ?? posix.join(homeDir, '.local', 'share')
  const folders = [data, '/usr/local/share', '/usr/share', '/var/lib/flatpak/exports/share', '/var/lib/snapd/desktop']
  for (const folder of folders) {
    const entry = await look.readText(posix.join(folder, 'applications', 'claude-desktop.desktop'))
    if (entry === null) continue
    const version =
      versionIn(/^X-AppImage-Version=(.+)$/m, entry) ??
      versionIn(/^([\w.~+-]+)$/m, await look.run('dpkg-query', ['-W', '-f=${Version}', 'claude-desktop'])) ??
      versionIn(/^([\w.~+-]+)$/m, await look.run('rpm', ['-q', '--qf', '%{VERSION}', 'claude-desktop']))
    return { installed: true, version }
  }
  return NONE
}

function versionIn(pattern: RegExp, text: string | null): string | null {
  return pattern.exec(text ?? '')?.[1]?.trim() ?? null
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
