import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { pngImage, raster } from '../../../build/scripts/icon-raster.mjs'
import { trayIcon, trayStates } from '../../../build/scripts/icon-shapes.mjs'

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

  it('are in the repository as the script draws them', () => {
    for (const state of trayStates) {
      const file = new URL(`../../../build/resources/tray/${state}.png`, import.meta.url)
      expect(rows(readFileSync(file)).equals(rows(pngImage(size, raster(size, trayIcon(state))))), state).toBe(true)
    }
  })
})
