import path from 'node:path'
import { VitrineError } from '../errors/vitrine-error'
import { errorCode } from '../files/file-steps'
import { readSettings } from '../settings/read-settings'
import { defaultSettings, type Settings } from '../settings/schema'
import type { CommandIo } from './commands/command-io'

/** The application's settings where the profile is its own, to read alone; those of a first start elsewhere. Throws VitrineError. */
export async function profileSettings(profile: string, io: Pick<CommandIo, 'readText'>): Promise<Settings> {
  let text: string
  try {
    text = await io.readText(path.join(profile, 'settings.json'))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return defaultSettings
    throw new VitrineError('internal', 'The settings in the profile directory cannot be read.', { hint: 'Give your user the right to read settings.json.' })
  }
  const read = readSettings(text)
  if (read.kind === 'settings') return read.settings
  throw new VitrineError('internal', 'The settings in the profile directory cannot be understood.', {
    hint: read.kind === 'newer' ? 'A newer version of Vitrine wrote them: use that one.' : read.reason,
  })
}
