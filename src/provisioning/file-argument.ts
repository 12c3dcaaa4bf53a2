import { posix, win32 } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Host } from '../host/host'
import { PROVISION_ENDINGS } from './provision'

const SWITCH = '--provision'

/** How a program was started: its arguments, and the directory that relative paths among them are meant from. */
export interface Start {
  readonly argv: readonly string[]
  readonly workingDirectory: string
}

/** A start as another process handed it over, null for anything else. */
export function startIn(value: unknown): Start | null {
  if (typeof value !== 'object' || value === null || !('argv' in value) || !('workingDirectory' in value)) return null
  const { argv, workingDirectory } = value
  if (!Array.isArray(argv) || !argv.every((one): one is string => typeof one === 'string') || typeof workingDirectory !== 'string') return null
  return { argv, workingDirectory }
}

/**
 * The absolute path of the provisioning file that a start asks for, null without one: `--provision FILE`, `--provision=FILE`, or a
 * file with one of our endings, as a double click hands it over. Linux hands over an address, `file:///…`. Of several the first.
 */
export function provisionFileOf({ argv, workingDirectory }: Start, { platform }: Pick<Host, 'platform'>): string | null {
  const named = argv.flatMap((argument, index) => {
    if (argument === SWITCH) return argv.slice(index + 1).filter((one) => !one.startsWith('-')).slice(0, 1)
    return argument.startsWith(`${SWITCH}=`) ? [argument.slice(SWITCH.length + 1)] : []
  })
  const doubleClicked = argv.filter((argument) => !argument.startsWith('-') && PROVISION_ENDINGS.some((ending) => argument.toLowerCase().endsWith(ending)))
  const [file] = [...named, ...doubleClicked].filter((one) => one !== '')
  if (file === undefined) return null
  if (!/^file:/i.test(file)) return (platform === 'win32' ? win32 : posix).resolve(workingDirectory, file)
  try {
    return fileURLToPath(file)
  } catch {
    return null
  }
}
