import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clientKeyFile, vitrinePaths, type VitrinePaths } from '../../../src/endpoint/address'

export interface TestMachine {
  readonly host: {
    readonly platform: 'linux'
    readonly homeDir: string
    readonly tempDir: string
    readonly randomBytes: (length: number) => Buffer
  }
  readonly paths: VitrinePaths
  /** Puts a client's key where its relay looks for it. */
  readonly giveKey: (clientId: string, key: string, mode?: number) => Promise<void>
  readonly remove: () => Promise<void>
}

/** A home directory and a directory for temporary files of a test's own. */
export async function makeTestMachine(): Promise<TestMachine> {
  const root = await mkdtemp(join(tmpdir(), 'vitrine-home-'))
  const host = { platform: 'linux', homeDir: join(root, 'home'), tempDir: join(root, 'tmp'), randomBytes } as const
  await mkdir(host.homeDir)
  await mkdir(host.tempDir)
  const paths = vitrinePaths(host)
  return {
    host,
    paths,
    giveKey: async (clientId, key, mode = 0o600) => {
      await mkdir(paths.clientsDir, { recursive: true, mode: 0o700 })
      await writeFile(clientKeyFile(host, clientId), `${key}\n`)
      await chmod(clientKeyFile(host, clientId), mode)
    },
    remove: () => rm(root, { recursive: true, force: true }),
  }
}
