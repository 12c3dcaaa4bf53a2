import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { ClientProcesses } from '../../src/clients/client-processes'
import type { Host } from '../../src/host/host'

const run = promisify(execFile)

/** Looks for running clients in the system's list of processes. */
export function clientProcesses(platform: Host['platform']): ClientProcesses {
  const look = { linux: anyLinuxProcess, darwin: anyMacProcess, win32: anyWindowsProcess }[platform]
  return {
    isRunning: async () => {
      try {
        return (await look()) ? 'running' : 'stopped'
      } catch {
        return 'unknown'
      }
    },
  }
}

async function anyLinuxProcess(): Promise<boolean> {
  const ids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  // A process may end between listing and looking.
  const names = await Promise.all(ids.map((id) => readFile(`/proc/${id}/comm`, 'utf8').catch(() => '')))
  return names.some((name) => ['claude-desktop', 'Claude'].includes(name.trim()))
}

async function anyMacProcess(): Promise<boolean> {
  const { stdout } = await run('/bin/ps', ['-axco', 'command'])
  return stdout.split('\n').some((line) => line.trim() === 'Claude')
}

async function anyWindowsProcess(): Promise<boolean> {
  const { stdout } = await run('tasklist', ['/FI', 'IMAGENAME eq Claude.exe', '/NH', '/FO', 'CSV'])
  return stdout.includes('Claude.exe')
}
