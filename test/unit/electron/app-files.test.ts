import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileFor, headersFor } from '../../../electron/security/app-files'

const directory = path.resolve('/opt/vitrine/out/renderer')
const served = (address: string): string | null => {
  const file = fileFor(address, directory)
  return file === null ? null : path.relative(directory, file.path)
}

describe('the files behind app://vitrine/', () => {
  it.each([
    ['app://vitrine/', 'index.html', 'text/html; charset=utf-8'],
    ['app://vitrine/?question#part', 'index.html', 'text/html; charset=utf-8'],
    ['app://vitrine/assets/index-Ab12.js', 'assets/index-Ab12.js', 'text/javascript; charset=utf-8'],
    ['app://vitrine/assets/../assets/./index.css', 'assets/index.css', 'text/css; charset=utf-8'],
    ['app://vitrine/assets%2Findex.css', 'assets/index.css', 'text/css; charset=utf-8'],
    ['app://vitrine/mark.svg', 'mark.svg', 'image/svg+xml'],
  ])('serves %s', (address, file, contentType) => {
    expect(fileFor(address, directory)).toEqual({ path: path.join(directory, file), contentType })
  })

  it('stays inside its directory, however the way out is spelled', () => {
    const waysUp = ['..', '%2e%2e', '%2E.', '.%2e', '%252e%252e', '%c0%ae%c0%ae', '....//..', '..%00', '..;']
    const separators = ['/', '%2f', '%2F', '%5c', '\\', '%252f', '//', '/./']
    const targets = ['main.cjs', 'secret.js', 'secret.html', 'etc/passwd.png', 'renderer-other/index.html']
    for (const up of waysUp) {
      for (const separator of separators) {
        for (const target of targets) {
          for (const depth of [1, 2, 9]) {
            for (const start of ['', 'assets/', 'assets%2f', '%2f', '/']) {
              const address = `app://vitrine/${start}${`${up}${separator}`.repeat(depth)}${target}`
              const file = fileFor(address, directory)
              if (file !== null) expect(file.path.startsWith(directory + path.sep), address).toBe(true)
            }
          }
        }
      }
    }
  })

  it('does not take a neighbour whose name begins alike for its own', () => {
    expect(served('app://vitrine/..%2frenderer-other%2findex.html')).toBeNull()
    expect(served('app://vitrine/..%2frenderer.html')).toBeNull()
  })

  it.each([
    'app://vitrine/..%2fmain.js',
    'app://vitrine/%2e%2e%2fmain.js',
    'app://vitrine/assets%2f..%2f..%2fmain.js',
    'app://vitrine/..%5cmain.js',
    'app://vitrine/assets\\..\\..\\main.js',
    'app://vitrine/index.html%00.js',
    'app://vitrine/%00',
    'app://vitrine/C:/Windows/win.js',
    'app://vitrine/C%3a%5cWindows%5cwin.js',
    'app://vitrine/index.html::$DATA.js',
    'app://vitrine/%ff%fe.js',
    'app://vitrine/%',
    'app://vitrine/%zz.js',
  ])('refuses the path of %s', (address) => {
    expect(fileFor(address, directory)).toBeNull()
  })

  it.each([
    'app://other/',
    'app://vitrine.evil.example/',
    'app://evil.example/vitrine/index.html',
    'app://vitrine@evil.example/',
    'app://vitrine:8080/',
    'app://vitrine%2f@evil.example/',
    'app://VITRINE.evil/',
    'app:///index.html',
    'app:vitrine/index.html',
    'file:///opt/vitrine/out/renderer/index.html',
    'file://vitrine/index.html',
    'http://vitrine/',
    'https://vitrine/index.html',
    'blob:app://vitrine/index.html',
    'view-source:app://vitrine/index.html',
    'filesystem:app://vitrine/index.html',
    'data:text/html,hello.html',
    'javascript:index.html',
    'not an address',
    '',
  ])('refuses %s, which is no page of ours', (address) => {
    expect(fileFor(address, directory)).toBeNull()
  })

  it.each(['main.cjs', 'settings.json', 'index.htm', 'index.html.map', 'assets', 'assets/', '.env', 'x.JS', 'x.node', 'x.wasm', 'x.html.'])(
    'refuses a kind of file that the window does not need: %s',
    (name) => {
      expect(served(`app://vitrine/${name}`)).toBeNull()
    },
  )

  it('sends the policy and forbids guessing of kinds with every answer', () => {
    expect(headersFor('text/plain')).toMatchObject({
      'Content-Type': 'text/plain',
      'Content-Security-Policy': expect.stringContaining("default-src 'none'"),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    })
  })
})
