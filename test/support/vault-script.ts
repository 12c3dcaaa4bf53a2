import { randomBytes } from 'node:crypto'
import { writeHeapSnapshot } from 'node:v8'
import { KeychainError } from '../../src/credentials/keychain'
import { keytarKeychain } from '../../src/credentials/keytar-keychain'
import { createVault } from '../../src/credentials/vault'
import { VaultError } from '../../src/credentials/vault-error'

/*
 * A program that uses a vault on the real keychain and prints one JSON line. Its first argument is how long a call to
 * the keychain may take, in milliseconds; then come commands, carried out one after the other:
 * store:<id>:<secret>, use:<id> (prints the secret's length), remove:<id>, accounts, get:<account>, lock, unlock,
 * refuse (unlock without making a key), snapshot:<path>.
 */
const [timeoutMs, ...commands] = process.argv.slice(2)
const keychain = keytarKeychain({ service: 'vitrine-test', platform: 'linux', timeoutMs: Number(timeoutMs) })
const vault = createVault({ keychain, randomBytes })
const said: unknown[] = []

async function run(command: string): Promise<unknown> {
  const [name, first = '', second = ''] = command.split(':')
  const rest = command.slice(command.indexOf(':') + 1)
  switch (name) {
    case 'store':
      return vault.store(first, second)
    case 'use':
      return vault.withSecret(first, async (secret) => secret.length)
    case 'remove':
      return vault.remove(first)
    case 'accounts':
      return keychain.accounts()
    case 'get':
      return keychain.get(rest)
    case 'lock':
      return vault.lock()
    case 'unlock':
      return vault.unlock()
    case 'refuse':
      return vault.unlock({ whenMissing: 'refuse' })
    case 'snapshot':
      return void writeHeapSnapshot(rest)
    default:
      throw new Error(`no such command: ${command}`)
  }
}

async function main(): Promise<void> {
  for (const command of commands) {
    try {
      said.push((await run(command)) ?? null)
    } catch (error) {
      if (error instanceof KeychainError) said.push({ keychain: error.problem })
      else if (error instanceof VaultError) said.push({ vault: error.code })
      else throw error
    }
  }
  process.stdout.write(`${JSON.stringify(said)}\n`)
  // A call that hangs holds a thread for which an ordinary exit would wait.
  if (keychain.hasPendingCall) process.kill(process.pid, 'SIGKILL')
}

void main()
