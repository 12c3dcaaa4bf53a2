import { crc32, deflateSync } from 'node:zlib'

/**
 * A picture is a function from a point of the unit square (y downwards) to a colour with straight alpha, all parts from
 * 0 to 1.
 *
 * @typedef {readonly [red: number, green: number, blue: number, alpha: number]} Colour
 * @typedef {(x: number, y: number) => Colour} Picture
 */

/** Samples along each side of a pixel; the average of their square is the pixel. Small pictures need more. */
const samplesFor = (size) => (size > 64 ? 4 : 8)

/**
 * @param {number} size pixels along each side
 * @param {Picture} picture
 * @returns {Buffer} RGBA, eight bits each, straight alpha, row by row
 */
export function raster(size, picture) {
  const pixels = Buffer.alloc(size * size * 4)
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      pixels.set(averageColour(size, column, row, picture), (row * size + column) * 4)
    }
  }
  return pixels
}

function averageColour(size, column, row, picture) {
  const samples = samplesFor(size)
  const sum = [0, 0, 0, 0]
  for (let at = 0; at < samples * samples; at += 1) {
    const x = (column + ((at % samples) + 0.5) / samples) / size
    const y = (row + (Math.floor(at / samples) + 0.5) / samples) / size
    const [red, green, blue, alpha] = picture(x, y)
    // Weighted by alpha: a transparent sample has no colour to give.
    for (const [part, value] of [red, green, blue].entries()) sum[part] += value * alpha
    sum[3] += alpha
  }
  const alpha = sum[3]
  if (alpha === 0) return [0, 0, 0, 0]
  const eightBits = (value) => Math.round(Math.min(1, Math.max(0, value)) * 255)
  return [...sum.slice(0, 3).map((value) => eightBits(value / alpha)), eightBits(alpha / samples ** 2)]
}

/**
 * Encodes a square RGBA image. Format: https://www.w3.org/TR/png-3/
 *
 * @param {number} size pixels along each side
 * @param {Buffer} pixels as {@link raster} answers them
 * @returns {Buffer}
 */
export function pngImage(size, pixels) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6, 0, 0, 0], 8) // eight bits, RGB with alpha, no interlace
  const rows = Array.from({ length: size }, (_, row) => [
    Buffer.of(0), // no filter
    pixels.subarray(row * size * 4, (row + 1) * size * 4),
  ])
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  const data = deflateSync(Buffer.concat(rows.flat()), { level: 9 })
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}
