import { readFileSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { startSmallApp } from './small-app'

/*
 * An application that a relay may start: it leaves its process id and those of its ancestors in `started-<pid>` in the
 * home directory, and opens the endpoint there.
 */

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}

const ancestors: number[] = []
for (let pid = parentOf(process.pid); pid > 0; pid = parentOf(pid)) ancestors.push(pid)
writeFileSync(join(homedir(), `started-${process.pid}`), JSON.stringify({ ancestors, environment: process.env }))
const key = readFileSync(join(homedir(), '.vitrine', 'clients', 'claude.key'), 'utf8').trim()
void startSmallApp({ host: { platform: 'linux', homeDir: homedir(), tempDir: tmpdir(), randomBytes } }, { claude: key })
