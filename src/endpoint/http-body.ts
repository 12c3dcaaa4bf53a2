import type { IncomingMessage } from 'node:http'

/** A message of a client may not be longer: the longest filter allowed is far below. Bytes. */
export const LARGEST_BODY = 4 * 1024 * 1024

export type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'not_json' }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'gone' }

/** Reads the JSON of a request, and no more of one that is too large: the rest is thrown away as it comes. */
export async function readJsonBody(request: IncomingMessage): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) {
    request.resume()
    return { kind: 'too_large' }
  }
  const bytes = await readBytes(request)
  if (typeof bytes === 'string') return { kind: bytes }
  try {
    return { kind: 'json', value: JSON.parse(bytes.toString('utf8')) as unknown }
  } catch {
    return { kind: 'not_json' }
  }
}

function readBytes(request: IncomingMessage): Promise<Buffer | 'too_large' | 'gone'> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let size = 0
    request.on('data', (piece: Buffer) => {
      size += piece.length
      if (size <= LARGEST_BODY) pieces.push(piece)
      else {
        pieces.length = 0
        resolve('too_large')
      }
    })
    request.once('end', () => {
      resolve(Buffer.concat(pieces))
    })
    // After `end` this changes nothing; before it nobody is there any more.
    request.once('close', () => {
      resolve('gone')
    })
  })
}
