import { readdirSync, readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { pngImage, raster } from '../../../build/scripts/icon-raster.mjs'
import { icoFile } from '../../../build/scripts/icon-files.mjs'
import { applicationIcon, trayIcon, trayStates, withMargin } from '../../../build/scripts/icon-shapes.mjs'
import { trayIconFile } from '../../../electron/tray/icon-file'
import { contrast } from '../../support/contrast'
import type { TrayIcon } from '../../../src/state/tray-model'

const size = 22

/** Which pixels are painted at all: the shape, without its colour. */
function silhouette(state: string): boolean[] {
  const pixels = raster(size, trayIcon(state))
  return Array.from({ length: size * size }, (_, at) => (pixels[at * 4 + 3] ?? 0) > 127)
}

/** The compressed rows of a picture that pngImage wrote; compression may differ between versions of zlib, they may not. */
function rows(png: Buffer): Buffer {
  const start = png.indexOf('IDAT', 0, 'latin1')
  return inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)))
}

describe('the tray icons', () => {
  it('differ in shape from each other, whatever their colours', () => {
    for (const [at, one] of trayStates.entries()) {
      for (const other of trayStates.slice(at + 1)) {
        const [first, second] = [silhouette(one), silhouette(other)]
        const differing = first.filter((painted, pixel) => painted !== second[pixel]).length
        expect(differing, `${one} and ${other}`).toBeGreaterThanOrEqual(8)
      }
    }
  })

  it.each(trayStates)('are in the repository as the script draws them: %s', (state) => {
    const pictures = [
      [`${state}.png`, 22, 'panel'],
      [`${state}@2x.png`, 44, 'panel'],
      [`${state}Template.png`, 18, 'template'],
      [`${state}Template@2x.png`, 36, 'template'],
    ] as const
    for (const [name, pixels, tone] of pictures) {
      expect(rows(kept(`tray/${name}`)).equals(rows(pngImage(pixels, raster(pixels, trayIcon(state, tone))))), name).toBe(true)
    }
    for (const tone of ['light', 'dark'] as const) {
      expect(kept(`tray/${state}-${tone}.ico`).equals(icoFile([16, 20, 24, 32, 40, 48], trayIcon(state, tone))), `${state} ${tone}`).toBe(true)
    }
  }, 30_000)

  it('exist for each state on each system', () => {
    const files = new Set(readdirSync(new URL('../../../build/resources/tray', import.meta.url)))
    const named = (['linux', 'darwin', 'win32'] as const).flatMap((platform) =>
      trayStates.flatMap((state) => (['light', 'dark'] as const).map((panel) => trayIconFile(platform, state as TrayIcon, panel))),
    )
    expect(named.filter((name) => !files.has(name))).toEqual([])
  })

  it('are black and clear alone where macOS colours them', () => {
    for (const state of trayStates) {
      const pixels = raster(18, trayIcon(state, 'template'))
      expect(pixels.filter((_, at) => at % 4 !== 3).every((part) => part === 0), state).toBe(true)
    }
  })

  it('stand out from the taskbar they are made for by 3 to 1', () => {
    for (const state of trayStates) {
      for (const [tone, ground] of [['light', 0xee], ['dark', 0x20]] as const) {
        const pixels = raster(48, trayIcon(state, tone))
        const painted = Array.from({ length: 48 * 48 }, (_, at) => pixels.subarray(at * 4, at * 4 + 4)).filter((pixel) => pixel[3] === 255)
        for (const pixel of painted) expect(contrast([...pixel.subarray(0, 3)], [ground, ground, ground])).toBeGreaterThanOrEqual(3)
      }
    }
  })
})

describe('the icon of the application', () => {
  it('is in a file that macOS reads: every image under its type, lengths that add up', () => {
    const file = kept('icon.icns')
    expect(file.toString('latin1', 0, 4)).toBe('icns')
    expect(file.readUInt32BE(4)).toBe(file.length)
    const images = new Map<string, Buffer>()
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
      images.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + file.readUInt32BE(at + 4)))
    }
    expect([...images.keys()]).toEqual(expect.arrayContaining(['ic07', 'ic08', 'ic09', 'ic10']))
    expect(rows(images.get('ic07') ?? Buffer.alloc(0)).equals(rows(pngImage(128, raster(128, withMargin(applicationIcon)))))).toBe(true)
  })

  it('is in a file that Windows reads: a directory whose entries lie one after the other', () => {
    const file = kept('icon.ico')
    const entries = Array.from({ length: file.readUInt16LE(4) }, (_, at) => 6 + 16 * at)
    expect(entries.map((entry) => file[entry] || 256)).toEqual([16, 20, 24, 32, 40, 48, 64, 256])
    const ends = entries.map((entry) => file.readUInt32LE(entry + 12) + file.readUInt32LE(entry + 8))
    expect(entries.slice(1).map((entry) => file.readUInt32LE(entry + 12))).toEqual(ends.slice(0, -1))
    expect(ends.at(-1)).toBe(file.length)
  })
})

function kept(name: string): Buffer {
  return readFileSync(new URL(`../../../build/resources/${name}`, import.meta.url))
}
