import { watch, type FSWatcher } from 'node:fs'
import { posix, win32 } from 'node:path'
import type { Host } from '../host/host'

/** Notices when a client rewrites its configuration. It tells and never edits. */
export interface ConfigWatcher {
  /** Watches this file from now on, in place of the one before. */
  readonly follow: (path: string) => void
  readonly close: () => void
}

export interface ConfigWatcherDeps {
  readonly host: Pick<Host, 'platform'>
  /** Runs a task once after a delay; answers how to call it off. */
  readonly schedule: (ms: number, task: () => void) => () => void
  readonly onChanged: () => void
}

/** A client writes in several steps; looking between two of them would find half a file. */
const quietMs = 500

/**
 * Watches the directory, because a file that is replaced takes a watch on itself away with it. Where a directory is not there
 * yet or cannot be watched, nothing is told until `follow` is called again, which every look at the file does.
 */
export function createConfigWatcher({ host, schedule, onChanged }: ConfigWatcherDeps): ConfigWatcher {
  const { basename, dirname } = host.platform === 'win32' ? win32 : posix
  let watched: { readonly path: string; readonly watcher: FSWatcher } | null = null
  let cancel: (() => void) | null = null

  const drop = (): void => {
    watched?.watcher.close()
    watched = null
  }

  const notice = (): void => {
    cancel?.()
    cancel = schedule(quietMs, () => {
      cancel = null
      onChanged()
    })
  }

  return {
    follow: (path) => {
      if (watched?.path === path) return
      drop()
      try {
        const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
          // Some systems do not say which file it was. Our own lock and copies stand beside it and are not meant.
          if (name === null || name === basename(path)) notice()
        })
        watcher.on('error', drop)
        watched = { path, watcher }
      } catch {
        watched = null
      }
    },
    close: () => {
      cancel?.()
      drop()
    },
  }
}
