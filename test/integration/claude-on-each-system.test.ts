import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { applyPlan } from '../../src/clients/apply'
import { locateClient } from '../../src/clients/client-places'
import { claudeDesktop } from '../../src/clients/client-table'
import { readConfigFile } from '../../src/clients/config-file'
import { entryFor } from '../../src/clients/entry'
import { planRegistration } from '../../src/clients/plan'
import { registrationStatus } from '../../src/clients/status'
import { claudeModel } from '../support/claude-model'
import { machineIn, relayOn, type ClientMachine, type System } from '../support/client-machine'
import { temporaryDirectory } from '../support/temporary-directory'

const roaming = 'C:\\Users\\Anna\\AppData\\Roaming\\Claude\\claude_desktop_config.json'
const inPackage = 'C:\\Users\\Anna\\AppData\\Local\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json'
const installations = [
  { name: 'Linux', system: 'linux', file: '/home/anna/.config/Claude/claude_desktop_config.json' },
  { name: 'macOS', system: 'darwin', file: '/Users/anna/Library/Application Support/Claude/claude_desktop_config.json' },
  { name: 'Windows', system: 'win32', file: roaming },
  { name: 'Windows, from a package', system: 'win32', file: inPackage, behind: roaming },
] as const satisfies readonly { name: string; system: System; file: string; behind?: string }[]

const notes = '{"mcpServers":{"notes":{"command":"/usr/bin/notes"}},"theme":"dark"}'

/** Vitrine and Claude Desktop on one computer; neither knows of the other but by the disk. */
async function computer(system: System, files: Readonly<Record<string, string>>) {
  const machine = machineIn(await temporaryDirectory(), system)
  for (const [path, text] of Object.entries(files)) await put(machine, path, text)
  const entry = entryFor(claudeDesktop, { command: relayOn(system) })
  const live = async () => machine.onDisk((await locateClient(machine.host, claudeDesktop, machine.probe)).locations[0].path)
  return {
    ...machine,
    live,
    register: async () => {
      const path = await live()
      const { text, hash } = await readConfigFile(path)
      const plan = planRegistration(claudeDesktop, text, entry)
      if ('after' in plan) await applyPlan({ path, change: plan, plannedFor: hash, now: () => 0 })
      return plan.kind
    },
    status: async () => {
      const config = await readConfigFile(await live())
      return registrationStatus({ client: claudeDesktop, config, entry, wasRegistered: true, commandExists: true })
    },
  }
}

async function put({ onDisk }: ClientMachine, path: string, text: string): Promise<void> {
  await mkdir(dirname(onDisk(path)), { recursive: true })
  await writeFile(onDisk(path), text)
}

describe.each(installations)('Claude Desktop on $name', ({ system, file, ...more }) => {
  const behind = 'behind' in more ? more.behind : undefined
  const modelOn = ({ onDisk }: ClientMachine) => claudeModel(onDisk(file), behind === undefined ? {} : { behind: onDisk(behind) })

  test('is registered, writes its own memory over that, and is repaired', async () => {
    const decoy = '{"left":"behind"}'
    const vitrine = await computer(system, { [file]: notes, ...(behind === undefined ? {} : { [behind]: decoy }) })
    const claude = modelOn(vitrine)
    await claude.start()
    expect(await vitrine.register()).toBe('insert')
    expect(await vitrine.status()).toBe('registered')
    await claude.prefer('theme', 'light')
    expect(await vitrine.status()).toBe('overwritten')
    claude.quit()
    expect(await vitrine.register()).toBe('insert')
    await claude.start()
    expect(claude.servers()).toEqual(['notes', 'vitrine-odoo'])
    await claude.prefer('theme', 'dark')
    expect(await vitrine.status()).toBe('registered')
    expect(await vitrine.live()).toBe(vitrine.onDisk(file))
    if (behind !== undefined) expect(await readFile(vitrine.onDisk(behind), 'utf8')).toBe(decoy)
  })

  test('keeps its servers when a byte-order mark would have made it forget them', async () => {
    const vitrine = await computer(system, { [file]: `\uFEFF${notes}` })
    const claude = modelOn(vitrine)
    await vitrine.register()
    await claude.start()
    expect(claude.servers()).toEqual(['notes', 'vitrine-odoo'])
  })

  test('is registered before its first start', async () => {
    const vitrine = await computer(system, { [file.replace('claude_desktop_config.json', 'Cache')]: '' })
    const claude = modelOn(vitrine)
    await vitrine.register()
    await claude.start()
    expect(claude.servers()).toEqual(['vitrine-odoo'])
    await claude.prefer('theme', 'light')
    expect(await vitrine.status()).toBe('registered')
  })
})

test('Claude Desktop from a package that has not been started keeps the servers that an earlier installation left', async () => {
  const vitrine = await computer('win32', { [roaming]: notes, [inPackage.replace('claude_desktop_config.json', 'Cache')]: '' })
  const claude = claudeModel(vitrine.onDisk(inPackage), { behind: vitrine.onDisk(roaming) })
  await vitrine.register()
  await claude.start()
  expect(claude.servers()).toEqual(['notes', 'vitrine-odoo'])
  await claude.prefer('theme', 'light')
  expect(await vitrine.live()).toBe(vitrine.onDisk(inPackage))
  expect(await vitrine.status()).toBe('registered')
})
