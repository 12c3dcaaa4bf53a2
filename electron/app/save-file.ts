import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { app, dialog, type BrowserWindow } from 'electron'
import type { ActionResult } from '../../src/contract/requests'

export interface FileToSave {
  /** Proposed, without a directory; its ending says what kind of file it is. */
  readonly name: string
  /** Words for the kind of file, as the dialog shows them. */
  readonly kind: string
  readonly text: string
}

/** Asks the user where to, then writes. Ends well when the user thinks better of it: nothing was written, as was wished. */
export async function saveFile(window: BrowserWindow | null, { name, kind, text }: FileToSave): Promise<ActionResult> {
  const options = {
    defaultPath: path.join(app.getPath('documents'), name),
    filters: [{ name: kind, extensions: [path.extname(name).slice(1)] }],
  }
  const { filePath } = window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options)
  if (filePath === undefined || filePath === '') return { ok: true }
  try {
    await writeFile(filePath, text, { mode: 0o600 })
    return { ok: true }
  } catch {
    return { ok: false, message: { id: 'fault.file' }, hint: { id: 'fault.file.hint' } }
  }
}
