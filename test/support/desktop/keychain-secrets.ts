import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Desktop } from './desktop'

/** An item of the keychain with its text: only for tests that look for it everywhere else. */
export interface KeychainSecret {
  readonly account: string
  readonly password: string
}

/** Reads the items of one service as a program of the same user could. Run from the project, whose keytar it loads. */
export async function keychainSecrets(desktop: Pick<Desktop, 'env'>, service: string): Promise<readonly KeychainSecret[]> {
  const script = `require('keytar').findCredentials(process.argv[1]).then((items) => console.log(JSON.stringify(items)))`
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, service], { env: { ...desktop.env } })
  return JSON.parse(stdout) as KeychainSecret[]
}
