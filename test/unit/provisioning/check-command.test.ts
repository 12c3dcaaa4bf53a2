import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CommandIo } from '../../../src/headless/commands/command-io'
import { runProvision } from '../../../src/headless/commands/provision'
import { nodeHost } from '../../../src/host/node-host'
import { createTestAuthority } from '../../support/odoo/certificates'
import { temporaryDirectory } from '../../support/temporary-directory'

async function run(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const io: CommandIo = {
    host: nodeHost(),
    out: (line) => void out.push(line),
    write: () => Promise.reject(new Error('Nothing is written in pieces.')),
    err: (line) => void err.push(line),
    readText: () => Promise.reject(new Error('Files are read with care here.')),
  }
  const code = await runProvision(args, io)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

async function fileWith(value: unknown): Promise<string> {
  const file = join(await temporaryDirectory(), 'northwind.vitrine')
  await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value))
  return file
}

const SOUND = {
  version: 1, name: 'Northwind', url: 'https://erp.northwind.example', database: 'live', login: 'maria', ca: createTestAuthority('Northwind CA').ca,
  policy: { version: 2, models: { presets: ['sales'], others: 'refuse' } }, glossary: [{ word: 'rentals', model: 'x_rental', domain: [['active', '=', true]] }],
}

describe('provision check', () => {
  it('says whereto a sound file leads, what it trusts and what it allows', async () => {
    const { code, out, err } = await run('check', await fileWith(SOUND))
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('Connects to: https://erp.northwind.example\nDatabase: live\nLogin: maria\nName: Northwind\nTrusts for this connection: Northwind CA, until ')
    expect(out).toContain('- rentals: x_rental, filtered by [["active","=",true]]')
    expect(out).toContain('- Every other model is refused.')
  })

  it('says the same as one line of JSON', async () => {
    const { code, out } = await run('check', '--json', await fileWith(SOUND))
    expect(code).toBe(0)
    expect(out).not.toContain('\n')
    expect(JSON.parse(out)).toMatchObject({ sound: true, url: SOUND.url, policy: { models: { presets: ['sales'] } }, authorities: [{ name: 'Northwind CA' }], glossary: [{ word: 'rentals' }] })
  })

  it('says that rules stay as they are where a file has none', async () => {
    expect((await run('check', await fileWith({ version: 1, url: 'https://a.example', login: 'm' }))).out).toContain('says nothing about rules')
  })

  it('ends with 1 for a file that is not sound, says where, and repeats no secret', async () => {
    const file = await fileWith('{\n  "version": 1,\n  "apiKey": "hunter2hunter2"\n}')
    const spoken = await run('check', file)
    expect(spoken).toMatchObject({ code: 1, out: '' })
    expect(spoken.err).toMatch(/^Line 3, column 3: The file holds something like a key or a password\./)
    const json = await run('check', file, '--json')
    expect(json).toMatchObject({ code: 1, err: '' })
    expect(JSON.parse(json.out)).toMatchObject({ sound: false, line: 3, column: 3 })
    expect(`${spoken.err}${json.out}`).not.toContain('hunter2')
  })

  it('ends with 2 when it is used wrongly or the file is none', async () => {
    const directory = await temporaryDirectory()
    for (const args of [[], ['apply'], ['check'], ['check', 'a', 'b'], ['check', '--odd', 'a']]) {
      const { code, err } = await run(...args)
      expect([code, err.includes('Usage:')]).toEqual([2, true])
    }
    expect(await run('check', directory)).toEqual({ code: 2, out: '', err: 'This is no file but a folder or a device. Open the file that you were given.' })
    expect((await run('--help')).code).toBe(0)
  })
})
