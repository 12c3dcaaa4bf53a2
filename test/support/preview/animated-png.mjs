import { crc32, deflateSync } from 'node:zlib'

/**
 * Encodes pictures of one size as an animated PNG that runs for ever. Format: https://www.w3.org/TR/png-3/#apng-frame-based-animation
 *
 * @param {readonly { readonly pixels: Buffer, readonly milliseconds: number }[]} frames RGBA, row by row
 * @param {number} width
 * @param {number} height pixels
 * @returns {Buffer}
 */
export function animatedPng(frames, width, height) {
  let sequence = 0
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8) // eight bits, RGB, no interlace
  const control = Buffer.alloc(8)
  control.writeUInt32BE(frames.length, 0)
  const chunks = frames.flatMap(({ pixels, milliseconds }, at) => {
    const frame = Buffer.alloc(26)
    frame.writeUInt32BE(sequence++, 0)
    frame.writeUInt32BE(width, 4)
    frame.writeUInt32BE(height, 8)
    frame.writeUInt16BE(milliseconds, 20)
    frame.writeUInt16BE(1000, 22)
    const data = deflateSync(opaqueRows(pixels, width, height), { level: 9 })
    if (at === 0) return [chunk('fcTL', frame), chunk('IDAT', data)]
    const number = Buffer.alloc(4)
    number.writeUInt32BE(sequence++, 0)
    return [chunk('fcTL', frame), chunk('fdAT', Buffer.concat([number, data]))]
  })
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return Buffer.concat([signature, chunk('IHDR', header), chunk('acTL', control), ...chunks, chunk('IEND', Buffer.alloc(0))])
}

/** Without the alpha that a picture of a window does not have, and each row under the filter "none". */
function opaqueRows(pixels, width, height) {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  let to = 0
  for (let at = 0; at < pixels.length; at += 4) {
    if ((at / 4) % width === 0) to += 1
    rows[to++] = pixels[at]
    rows[to++] = pixels[at + 1]
    rows[to++] = pixels[at + 2]
  }
  return rows
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}
