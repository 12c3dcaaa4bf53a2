import os from 'node:os'
import { app, shell, type BrowserWindow } from 'electron'
import type { RemovalResult } from '../../src/contract/requests'
import type { Host } from '../../src/host/host'
import type { House, ShellRequest } from '../../src/service/house-ports'
import { supportText } from '../../src/service/support-text'
import { sheetText } from '../../src/service/sheet-files'
import { monthReport } from '../../src/state/month-report'
import { addressOf } from '../app/external-links'
import type { ProfilePaths } from '../app/identity'
import { logTail } from '../app/log-file'
import { saveFile } from '../app/save-file'
import type { Handlers } from './serve'

const NO_BUNDLE = { ok: false, message: { id: 'fault.extension.none' }, hint: { id: 'fault.extension.none.hint' } } as const

/** The requests that only the shell around the house can answer. */
export function shellHandlers(
  { store, handlers }: House,
  host: Host,
  paths: ProfilePaths,
  window: () => BrowserWindow | null,
  remove: () => Promise<RemovalResult>,
): Pick<Handlers, ShellRequest> {
  let supportShown = ''
  return {
    openExternal: async ({ link, connectionId, odoo, model }) => {
      const { connections, foundOdoo } = store.state()
      const meant = connections.find(({ id, isActive }) => (connectionId === undefined ? isActive : id === connectionId))
      const address = addressOf(link, odoo === 'found' ? foundOdoo?.url : meant?.url, model)
      if (address === null) {
        return { ok: false, message: { id: 'fault.noOdoo.open' }, hint: { id: 'fault.noOdoo.hint' } }
      }
      await shell.openExternal(address)
      return { ok: true }
    },
    showInFolder: async ({ what }) => {
      const { app: { bundlePath }, claude } = store.state()
      const place = { journal: paths.journal, claude_config: claude.path, log: paths.log, bundle: bundlePath }[what]
      if (place === undefined) return NO_BUNDLE
      shell.showItemInFolder(place)
      return { ok: true }
    },
    saveProvisionFile: async (asked) => {
      const made = await handlers.getProvisionFile(asked)
      return made.ok ? saveFile(window(), { name: made.fileName, kind: 'Vitrine', text: made.text }) : made
    },
    getSupportText: async () => {
      supportShown = supportText(store.state(), {
        madeAt: new Date(host.now()).toISOString(),
        timeZone: host.timeZone,
        system: `${os.type()} ${os.release()}, ${os.arch()}`,
        homeDir: host.homeDir,
        log: await logTail(paths.log),
      })
      return supportShown
    },
    saveSupportText: async () => saveFile(window(), { name: 'vitrine-support.txt', kind: 'Text', text: supportShown }),
    openBundle: async () => {
      const { bundlePath } = store.state().app
      if (bundlePath === undefined) return NO_BUNDLE
      const complaint = await shell.openPath(bundlePath)
      if (complaint === '') return { ok: true }
      return { ok: false, message: { id: 'fault.extension.closed' }, hint: { id: 'fault.extension.closed.hint' } }
    },
    removeEverything: remove,
    quit: async () => {
      // The answer goes out first.
      setImmediate(() => { app.quit() })
      return { ok: true }
    },
    savePermissionSheet: async ({ clientId, format }) => {
      const text = sheetText(await handlers.getPermissionSheet({ clientId }), format)
      return format === 'html'
        ? saveFile(window(), { name: 'vitrine-permissions.html', kind: 'HTML', text })
        : saveFile(window(), { name: 'vitrine-permissions.md', kind: 'Markdown', text })
    },
    saveMonth: async ({ month, format }) => {
      const result = await handlers.getMonth({ month })
      if (!result.ok) return result
      const text = sheetText(monthReport(result.summary, await handlers.verifyJournal({})), format)
      return format === 'html'
        ? saveFile(window(), { name: `vitrine-${month}.html`, kind: 'HTML', text })
        : saveFile(window(), { name: `vitrine-${month}.md`, kind: 'Markdown', text })
    },
  }
}
