import { shell, type BrowserWindow } from 'electron'
import type { House } from '../../src/service/house-ports'
import { sheetText } from '../../src/service/sheet-files'
import { addressOf } from '../app/external-links'
import type { ProfilePaths } from '../app/identity'
import { saveFile } from '../app/save-file'
import type { Handlers } from './serve'

/** The requests that only the shell around the house can answer. */
export function shellHandlers(
  { store, handlers }: House,
  paths: ProfilePaths,
  window: () => BrowserWindow | null,
): Pick<Handlers, 'openExternal' | 'showInFolder' | 'savePermissionSheet'> {
  return {
    openExternal: async ({ link, connectionId, odoo, model }) => {
      const { connections, foundOdoo } = store.state()
      const meant = connections.find(({ id, isActive }) => (connectionId === undefined ? isActive : id === connectionId))
      const address = addressOf(link, odoo === 'found' ? foundOdoo?.url : meant?.url, model)
      if (address === null) {
        return { ok: false, message: 'There is no Odoo to open yet.', hint: 'Add your Odoo under Connections.' }
      }
      await shell.openExternal(address)
      return { ok: true }
    },
    showInFolder: async ({ what }) => {
      shell.showItemInFolder({ journal: paths.journal, claude_config: store.state().claude.path, log: paths.log }[what])
      return { ok: true }
    },
    savePermissionSheet: async ({ clientId, format }) => {
      const text = sheetText(await handlers.getPermissionSheet({ clientId }), format)
      return format === 'html'
        ? saveFile(window(), { name: 'vitrine-permissions.html', kind: 'HTML', text })
        : saveFile(window(), { name: 'vitrine-permissions.md', kind: 'Markdown', text })
    },
  }
}
