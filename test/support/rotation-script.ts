import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { keytarKeychain, type KeytarModule } from '../../src/credentials/keytar-keychain'
import { createVault } from '../../src/credentials/vault'

/*
 * A program that rotates the master key on the real keychain, and is killed meanwhile. Without arguments it stores two credentials
 * and then starts itself again and again: each time one that kills itself with SIGKILL after one more call
 * into keytar, and one that looks at what is left. It prints one JSON line with all outcomes.
 */

const secrets = { c1: '0123456789abcdef0123456789abcdef01234567', c2: 'fedcba9876543210fedcba9876543210fedcba98' }

async function loadKeytar(): Promise<KeytarModule> {
  const loaded: KeytarModule & { default?: KeytarModule } = await import('keytar')
  return loaded.default ?? loaded
}

/** keytar in a process that ends itself after its nth call, from 0, since it was armed. */
function deadly(keytar: KeytarModule, at: number, isArmed: () => boolean): KeytarModule {
  let calls = 0
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    const answer = await work()
    if (isArmed() && (calls += 1) > at) process.kill(process.pid, 'SIGKILL')
    return answer
  }
  return {
    getPassword: (service, account) => call(() => keytar.getPassword(service, account)),
    setPassword: (service, account, password) => call(() => keytar.setPassword(service, account, password)),
    deletePassword: (service, account) => call(() => keytar.deletePassword(service, account)),
    findCredentials: (service) => call(() => keytar.findCredentials(service)),
  }
}

async function openVault(load: () => Promise<KeytarModule>) {
  const keychain = keytarKeychain({ service: 'vitrine-test', platform: 'linux', loadKeytar: load })
  const vault = createVault({ keychain, randomBytes })
  await vault.unlock()
  return { keychain, vault }
}

async function rotate(at: number): Promise<void> {
  let armed = false
  const { vault } = await openVault(async () => deadly(await loadKeytar(), at, () => armed))
  armed = true
  await vault.rotate()
}

/** Whether both credentials can be read, which items are left, and a trace of the journal's key. */
async function look(): Promise<void> {
  const { keychain, vault } = await openVault(loadKeytar)
  const readable: boolean[] = []
  for (const [id, secret] of Object.entries(secrets)) readable.push(await vault.withSecret(id, async (found) => found === secret).catch(() => false))
  const journal = createHash('sha256').update(vault.deriveJournalKey()).digest('hex')
  process.stdout.write(JSON.stringify({ readable, accounts: await keychain.accounts(), journal }))
}

function run(...words: readonly string[]): Promise<{ readonly signal: string | null; readonly output: string }> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (_code, signal) => {
      resolve({ signal, output })
    })
  })
}

async function drive(): Promise<void> {
  const { vault } = await openVault(loadKeytar)
  for (const [id, secret] of Object.entries(secrets)) await vault.store(id, secret)
  const outcomes: unknown[] = []
  for (let at = 0; ; at += 1) {
    const { signal } = await run('rotate', String(at))
    outcomes.push({ killed: signal === 'SIGKILL', ...(JSON.parse((await run('look')).output) as object) })
    if (signal === null) break
  }
  process.stdout.write(`${JSON.stringify(outcomes)}\n`)
}

const [mode, at] = process.argv.slice(2)
void (mode === 'rotate' ? rotate(Number(at)) : mode === 'look' ? look() : drive())
