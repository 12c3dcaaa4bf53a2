import path from 'node:path'
import { app } from 'electron'
import type { Host } from '../../src/host/host'

/** `--demo`: a profile and keychain items of its own, and a sample Odoo beside it. Only in a source tree. */
export const DEMO_SWITCH = '--demo'

export function isDemo(): boolean {
  return !app.isPackaged && process.argv.includes(DEMO_SWITCH)
}

/** Says who we are before anything asks for a path or a notification. */
export function settleIdentity({ platform }: Pick<Host, 'platform'>): void {
  app.setName('Vitrine')
  app.setPath('userData', path.join(app.getPath('appData'), isDemo() ? 'Vitrine Demo' : 'Vitrine'))
  if (platform === 'win32') app.setAppUserModelId('app.vitrine.odoo')
}

/** The name our items are filed under in the keychain. */
export function keychainService(): string {
  return isDemo() ? 'Vitrine for Odoo (demo)' : 'Vitrine for Odoo'
}

export interface ProfilePaths {
  readonly settings: string
  readonly journal: string
  readonly log: string
}

/** Everything of ours in the profile, besides what Electron keeps there. None of it holds a secret or a value. */
export function profilePaths(): ProfilePaths {
  const profile = app.getPath('userData')
  return {
    settings: path.join(profile, 'settings.json'),
    journal: path.join(profile, 'journal.sqlite'),
    log: path.join(profile, 'logs', 'vitrine.log'),
  }
}
