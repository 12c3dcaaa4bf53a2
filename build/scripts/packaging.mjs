import { build, Platform } from 'electron-builder'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildBundles } from './bundles.mjs'
import { thirdPartyNotices } from './notices.mjs'
import { packMcpBundle } from './mcp-bundle.mjs'
import { projectRoot } from './project-root.mjs'
import { buildRelayExecutable } from './relay-executable.mjs'

const require = createRequire(import.meta.url)
const { version: vitrineVersion } = require('../../package.json')

/** The first Electron whose binary has the last of our fuses. */
const fileProtocolFuseSince = 29

/**
 * Builds the installers for this platform into `dist/`, or the unpacked application alone.
 *
 * @param {object} options
 * @param {import('./electron-runtime.mjs').ElectronRuntime} options.electron what is packed into it
 * @param {boolean} options.unpackedOnly
 * @param {(line: string) => void} options.say receives progress, one line at a time
 */
export async function buildPackage({ electron, unpackedOnly, say }) {
  await buildBundles()
  await buildRelayExecutable()
  await writeFile(join(projectRoot, 'out', 'THIRD-PARTY-NOTICES.txt'), await thirdPartyNotices())
  await packMcpBundle({ relay: join(projectRoot, 'out', 'relay.cjs'), output: join(projectRoot, 'out', 'vitrine.mcpb'), version: vitrineVersion })
  const base = require('../electron-builder.config.cjs')
  const isStandIn = electron.kind === 'stand-in'
  const config = isStandIn ? standInConfiguration(base, electron) : { ...base, ...ownDistribution(electron) }
  if (isStandIn) say('This package carries the stand-in Electron. It is for tests on this machine, not for users.')
  if (isStandIn) process.env.CUSTOM_FPM_PATH = join(import.meta.dirname, 'debian-packager.mjs')
  const targets = Platform.current().createTarget(unpackedOnly ? 'dir' : isStandIn ? 'deb' : undefined)
  await build({ projectDir: projectRoot, targets, config, publish: 'never' })
}

function ownDistribution({ kind, directory, version }) {
  return { electronDist: directory, electronVersion: version, ...(kind === 'override' ? { artifactName: unsuitableName } : {}) }
}

const unsuitableName = 'vitrine-${version}-${os}-${arch}-not-for-users.${ext}'

/** A Debian package can be built anywhere; the other formats need tools that such a machine cannot fetch. */
function standInConfiguration(base, { directory, version }) {
  const { grantFileProtocolExtraPrivileges, ...olderFuses } = base.electronFuses
  const hasFileProtocolFuse = Number(version.split('.')[0]) >= fileProtocolFuseSince
  return {
    ...base,
    electronDist: directory,
    electronVersion: version,
    electronFuses: { ...olderFuses, ...(hasFileProtocolFuse ? { grantFileProtocolExtraPrivileges } : {}) },
    artifactName: unsuitableName,
    deb: { ...base.deb, compression: 'gz' },
  }
}
