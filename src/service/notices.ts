import type { Notice } from '../contract/app-state'
import type { Said } from '../i18n/sentence'
import type { SettingsStore } from '../settings/store'

export type RaiseNotice = (id: Notice['id'], message: Said, hint: Said) => void

/** What the user should know of settings that are not what they left. */
export function raiseSettingsProblem({ problem }: Pick<SettingsStore, 'problem'>, raise: RaiseNotice): void {
  switch (problem?.kind) {
    case 'broken':
      raise('settings_broken', { id: 'notice.settings_broken' }, { id: 'notice.settings_broken.hint', values: { file: problem.keptAs } })
      return
    case 'newer':
      raise('settings_newer', { id: 'notice.settings_newer' }, { id: 'problem.settings.newer.hint' })
      return
    case 'unreadable':
      raise('settings_broken', { id: 'notice.settings_unreadable' }, { id: 'notice.settings_unreadable.hint' })
      return
    case undefined:
  }
}
