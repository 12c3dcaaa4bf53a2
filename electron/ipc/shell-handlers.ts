import { shell } from 'electron'
import type { House } from '../../src/service/house'
import { addressOf } from '../app/external-links'
import type { ProfilePaths } from '../app/identity'
import type { Handlers } from './serve'

/** The requests that only the shell around the house can answer. */
export function shellHandlers({ store }: House, paths: ProfilePaths): Pick<Handlers, 'openExternal' | 'showInFolder'> {
  return {
    openExternal: async ({ link, connectionId }) => {
      const { connections } = store.state()
      const meant = connections.find(({ id, isActive }) => (connectionId === undefined ? isActive : id === connectionId))
      const address = addressOf(link, meant?.url)
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
  }
}
