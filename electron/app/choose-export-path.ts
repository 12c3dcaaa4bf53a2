import path from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'

/** The system's own dialog for saving a file, over the window where there is one. */
export async function chooseExportPath(name: string): Promise<string | null> {
  const options = { defaultPath: path.join(app.getPath('documents'), name) }
  const window = BrowserWindow.getFocusedWindow()
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}
