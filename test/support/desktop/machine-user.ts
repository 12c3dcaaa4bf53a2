import { execFile } from 'node:child_process'
import { chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** An account of this machine with a home of its own, for what only a package's scripts meet. Making one needs root. */
export interface MachineUser {
  readonly home: string
  readonly write: (path: string, text: string) => Promise<void>
  readonly read: (path: string) => Promise<string>
  readonly owns: (path: string) => Promise<boolean>
  readonly remove: () => Promise<void>
}

export async function makeMachineUser(name: string): Promise<MachineUser> {
  const home = await mkdtemp(join(tmpdir(), 'vitrine-user-'))
  await run('useradd', ['--no-create-home', '--home-dir', home, '--shell', '/usr/sbin/nologin', name])
  const { uid, gid } = await idsOf(name)
  await chown(home, uid, gid)
  return {
    home,
    write: async (path, text) => {
      // One directory at a time, since each belongs to the user.
      const parts = dirname(path).split('/')
      for (let depth = 1; depth <= parts.length; depth += 1) {
        const directory = join(home, ...parts.slice(0, depth))
        await mkdir(directory, { recursive: true })
        await chown(directory, uid, gid)
      }
      await writeFile(join(home, path), text)
      await chown(join(home, path), uid, gid)
    },
    read: (path) => readFile(join(home, path), 'utf8'),
    owns: async (path) => (await stat(join(home, path))).uid === uid,
    remove: async () => {
      await run('userdel', [name])
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function idsOf(name: string): Promise<{ uid: number; gid: number }> {
  const { stdout } = await run('getent', ['passwd', name])
  const [, , uid, gid] = stdout.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}
