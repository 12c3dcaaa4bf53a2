import { pngImage, raster } from './icon-raster.mjs'

/**
 * Icon files of Windows and macOS: several sizes of one picture in a file. Both take whole PNG images, but for the small
 * sizes of Windows, which its own loader reads as bitmaps only.
 */

/** Types of images in an `icns` file by their pixels along each side; `@2x` types are for screens of double density. */
const ICNS_TYPES = [['icp4', 16], ['icp5', 32], ['ic07', 128], ['ic08', 256], ['ic09', 512], ['ic11', 32], ['ic12', 64], ['ic13', 256], ['ic14', 512], ['ic10', 1024]]
const PNG_FROM = 256

/**
 * @param {readonly number[]} sizes pixels along each side, at most 256
 * @param {import('./icon-raster.mjs').Picture} picture
 * @returns {Buffer} https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)
 */
export function icoFile(sizes, picture) {
  const images = sizes.map((size) => {
    const pixels = raster(size, picture)
    return size < PNG_FROM ? bitmap(size, pixels) : pngImage(size, pixels)
  })
  const header = Buffer.alloc(6 + 16 * sizes.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(sizes.length, 4)
  let offset = header.length
  for (const [at, image] of images.entries()) {
    const entry = 6 + 16 * at
    const side = sizes[at] === 256 ? 0 : sizes[at]
    header.set([side, side, 0, 0], entry)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(image.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += image.length
  }
  return Buffer.concat([header, ...images])
}

/** A bitmap without its file header: rows from below, blue first, then the mask that 32-bit images no longer need but must have. */
function bitmap(size, pixels) {
  const header = Buffer.alloc(40)
  header.writeUInt32LE(40, 0)
  header.writeInt32LE(size, 4)
  header.writeInt32LE(size * 2, 8)
  header.writeUInt16LE(1, 12)
  header.writeUInt16LE(32, 14)
  const colours = Buffer.alloc(size * size * 4)
  const maskRow = Math.ceil(size / 32) * 4
  const mask = Buffer.alloc(maskRow * size)
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const from = (row * size + column) * 4
      const turned = size - 1 - row
      const [red, green, blue, alpha] = pixels.subarray(from, from + 4)
      colours.set([blue, green, red, alpha], (turned * size + column) * 4)
      if (alpha === 0) mask[turned * maskRow + (column >> 3)] |= 0x80 >> (column & 7)
    }
  }
  return Buffer.concat([header, colours, mask])
}

/**
 * @param {import('./icon-raster.mjs').Picture} picture
 * @returns {Buffer} https://en.wikipedia.org/wiki/Apple_Icon_Image_format
 */
export function icnsFile(picture) {
  const drawn = new Map()
  const image = (size) => {
    if (!drawn.has(size)) drawn.set(size, pngImage(size, raster(size, picture)))
    return drawn.get(size)
  }
  return framed('icns', ICNS_TYPES.map(([type, size]) => framed(type, [image(size)])))
}

function framed(type, parts) {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(body.length + 8, 4)
  return Buffer.concat([head, body])
}
