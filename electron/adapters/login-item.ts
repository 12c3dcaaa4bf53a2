import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { app } from 'electron'
import type { Host } from '../../src/host/host'

/** Passed when the system starts us at login: stay in the tray, open no window. */
export const HIDDEN_SWITCH = '--hidden'

/** Makes the system start Vitrine at login, or stops that. Electron does this on Windows and macOS; Linux has a folder for it. */
export async function setStartAtLogin(host: Pick<Host, 'platform' | 'env' | 'homeDir'>, choice: 'on' | 'off'): Promise<void> {
  if (host.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: choice === 'on', args: [HIDDEN_SWITCH] })
    return
  }
  const file = path.join(host.env['XDG_CONFIG_HOME'] ?? path.join(host.homeDir, '.config'), 'autostart', 'vitrine.desktop')
  if (choice === 'off') {
    await rm(file, { force: true })
    return
  }
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, desktopEntry(startCommand(host)))
}

/** Program and arguments that start us into the tray. An AppImage's own path changes with each mount; `APPIMAGE` names the file the user has. */
export function startCommand(host: Pick<Host, 'env'>): readonly string[] {
  const program = host.env['APPIMAGE'] ?? process.execPath
  return app.isPackaged ? [program, HIDDEN_SWITCH] : [program, app.getAppPath(), HIDDEN_SWITCH]
}

function desktopEntry(command: readonly string[]): string {
  // In a desktop entry a quoted argument escapes these four, and `%` starts a field code.
  const quoted = command.map((part) => `"${part.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`)
  return ['[Desktop Entry]', 'Type=Application', 'Name=Vitrine', `Exec=${quoted.join(' ')}`, 'X-GNOME-Autostart-enabled=true', ''].join('\n')
}
