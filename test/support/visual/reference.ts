import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

const references = new URL('../../visual/references', import.meta.url).pathname
const results = new URL('../../../test-results/visual', import.meta.url).pathname

/** Of the way from one colour to its opposite: what the eye does not see and two drawings of one page may differ by. */
const COLOUR_TOLERANCE = 0.02
/** So many pixels may differ before a picture is another one: less than the stroke of one letter. */
export const PIXELS_ALLOWED = 12

/** Whether pictures are accepted as they are now, rather than compared. */
export const isAccepting = process.env['VITRINE_ACCEPT_PICTURES'] === '1'

/** Pixels in which two pictures differ; infinite when their sizes do. */
export function pixelsDiffering(one: Buffer, other: Buffer): number {
  return compared(PNG.sync.read(one), PNG.sync.read(other)).pixels
}

/**
 * Compares a picture with the one that was accepted under this name. A difference leaves the picture and what differs in
 * `test-results/visual`; `npm run pictures:accept` accepts the picture instead.
 *
 * @returns pixels that differ beyond the tolerance, 0 for a picture that is the same
 */
export async function differenceFromReference(name: string, picture: Buffer): Promise<number> {
  const file = path.join(references, `${name}.png`)
  const accepted = await readFile(file).catch(() => null)
  const actual = PNG.sync.read(picture)
  const { pixels, image } = accepted === null ? { pixels: Infinity, image: null } : compared(PNG.sync.read(accepted), actual)
  if (pixels <= PIXELS_ALLOWED) {
    await rm(path.join(results, `${name}.png`), { force: true })
    return 0
  }
  if (isAccepting) {
    await mkdir(references, { recursive: true })
    await writeFile(file, PNG.sync.write(actual, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 }))
    return 0
  }
  await mkdir(results, { recursive: true })
  await writeFile(path.join(results, `${name}.png`), picture)
  if (image !== null) await writeFile(path.join(results, `${name}.difference.png`), PNG.sync.write(image))
  return pixels
}

function compared(one: PNG, other: PNG): { readonly pixels: number; readonly image: PNG | null } {
  if (one.width !== other.width || one.height !== other.height) return { pixels: Infinity, image: null }
  const image = new PNG({ width: one.width, height: one.height })
  const pixels = pixelmatch(one.data, other.data, image.data, one.width, one.height, { threshold: COLOUR_TOLERANCE, includeAA: true })
  return { pixels, image }
}
