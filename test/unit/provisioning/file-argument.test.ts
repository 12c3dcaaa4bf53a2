import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { provisionFileOf, startIn } from '../../../src/provisioning/file-argument'
import { MOST_BYTES } from '../../../src/provisioning/parse'
import { readProvisionFile } from '../../../src/provisioning/read-file'
import { temporaryDirectory } from '../../support/temporary-directory'

describe('the file that a start asks for', () => {
  const on = (platform: 'linux' | 'win32', argv: readonly string[], workingDirectory = platform === 'win32' ? 'C:\\Users\\maria' : '/home/maria') =>
    provisionFileOf({ argv, workingDirectory }, { platform })

  it.each([
    ['after the switch', ['--provision', 'given.json'], '/home/maria/given.json'],
    ['after the switch, with others put between', ['--provision', '--no-sandbox', '/tmp/given'], '/tmp/given'],
    ['in the switch', ['--provision=../maria/given.json'], '/home/maria/given.json'],
    ['by a double click', ['/usr/bin/vitrine', '/media/stick/Northwind.VITRINE'], '/media/stick/Northwind.VITRINE'],
    ['by a double click on the longer name', ['connection.vitrine.json'], '/home/maria/connection.vitrine.json'],
    ['as Linux hands it over', ['file:///home/maria/My%20files/n.vitrine'], '/home/maria/My files/n.vitrine'],
    ['as the first of several', ['/a.vitrine', '/b.vitrine'], '/a.vitrine'],
    ['and never is one', ['vitrine://open/activity', '/home/maria/notes.json', '--hidden', '--x.vitrine'], null],
    ['and the name is missing', ['--provision'], null],
    ['on another computer', ['file://server/share/n.vitrine'], null],
  ])('is found %s', (_how, argv, expected) => {
    expect(on('linux', argv)).toBe(expected)
  })

  it('is found on Windows', () => {
    expect(on('win32', ['C:\\Program Files\\Vitrine\\Vitrine.exe', 'C:\\Users\\maria\\Downloads\\n.vitrine'])).toBe('C:\\Users\\maria\\Downloads\\n.vitrine')
    expect(on('win32', ['--provision', 'Downloads\\n.json'])).toBe('C:\\Users\\maria\\Downloads\\n.json')
  })
})

describe('a start that another process hands over', () => {
  it('is taken as it is, and nothing else is', () => {
    expect(startIn({ argv: ['a', '--provision', 'b'], workingDirectory: '/home/maria', more: 1 })).toEqual({ argv: ['a', '--provision', 'b'], workingDirectory: '/home/maria' })
    for (const other of [null, undefined, 'a', [], {}, { argv: ['a'] }, { argv: ['a', 1], workingDirectory: '/' }, { argv: 'a', workingDirectory: '/' }, { argv: [], workingDirectory: 1 }]) {
      expect(startIn(other)).toBeNull()
    }
  })
})

describe('reading it', () => {
  it('gives its bytes, also through a link', async () => {
    const directory = await temporaryDirectory()
    writeFileSync(join(directory, 'a'), 'text')
    symlinkSync('a', join(directory, 'link'))
    expect(await readProvisionFile(join(directory, 'link'))).toEqual({ ok: true, bytes: new Uint8Array(Buffer.from('text')) })
  })

  it('reads no more of a large one than shows that it is too large', async () => {
    const path = join(await temporaryDirectory(), 'large')
    writeFileSync(path, new Uint8Array(3 * MOST_BYTES))
    const read = await readProvisionFile(path)
    expect(read.ok && read.bytes.length).toBe(MOST_BYTES + 1)
  })

  it('waits for no pipe and opens no folder or device', async () => {
    const directory = await temporaryDirectory()
    mkdirSync(join(directory, 'folder'))
    execFileSync('mkfifo', [join(directory, 'pipe')])
    symlinkSync('/dev/zero', join(directory, 'zero'))
    for (const name of ['folder', 'pipe', 'zero']) {
      expect(await readProvisionFile(join(directory, name))).toMatchObject({ ok: false, problem: { message: 'This is no file but a folder or a device.' } })
    }
  })

  it('says that it cannot be read, and not where it was meant to be', async () => {
    const directory = await temporaryDirectory()
    symlinkSync('circle', join(directory, 'circle'))
    for (const path of [join(directory, 'missing'), join(directory, 'circle'), 'with\0nothing']) {
      const read = await readProvisionFile(path)
      expect(read).toMatchObject({ ok: false, problem: { message: 'The file cannot be read.' } })
      expect(JSON.stringify(read)).not.toContain(directory)
    }
  })
})
