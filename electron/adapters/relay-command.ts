import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import type { Host } from '../../src/host/host'
import type { RelayCommand } from '../../src/service/client-standing'

/**
 * Installed: the relay executable beside the application. From a source tree: the relay bundle under the Node that
 * started us, else the first `node` on the path.
 */
export function findRelay(host: Pick<Host, 'platform' | 'env'>): RelayCommand | null {
  if (app.isPackaged) {
    const command = path.join(process.resourcesPath, 'relay', `vitrine-relay${extensionOf(host)}`)
    return isExecutable(command) ? { command, script: null } : null
  }
  const node = findNode(host)
  return node === null ? null : { command: node, script: path.join(app.getAppPath(), 'out', 'relay.cjs') }
}

/** Absolute path of a Node.js on this machine, for source trees; null when there is none. */
export function findNode(host: Pick<Host, 'platform' | 'env'>): string | null {
  const name = `node${extensionOf(host)}`
  const onPath = (host.env['PATH'] ?? '').split(path.delimiter).map((directory) => path.join(directory, name))
  const candidates = [host.env['npm_node_execpath'] ?? '', ...onPath]
  return candidates.find((candidate) => path.isAbsolute(candidate) && isExecutable(candidate)) ?? null
}

function extensionOf({ platform }: Pick<Host, 'platform'>): string {
  return platform === 'win32' ? '.exe' : ''
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
