import type { Notice } from '../contract/app-state'
import type { SettingsStore } from '../settings/store'

export type RaiseNotice = (id: Notice['id'], message: string, hint: string) => void

/** What the user should know of settings that are not what they left. */
export function raiseSettingsProblem({ problem }: Pick<SettingsStore, 'problem'>, raise: RaiseNotice): void {
  switch (problem?.kind) {
    case 'broken':
      raise('settings_broken', 'The settings could not be read, so Vitrine started with fresh ones.', `The old file was kept as ${problem.keptAs}.`)
      return
    case 'newer':
      raise('settings_newer', 'A newer version of Vitrine wrote the settings; this one does not change them.', 'Install the newer version again.')
      return
    case 'unreadable':
      raise('settings_broken', 'The settings file cannot be read.', 'Check its permissions; nothing is saved until then.')
      return
    case undefined:
  }
}
