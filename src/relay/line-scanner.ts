/**
 * Cuts a stream into lines and finds out, while the bytes pass, what the relay must know of each: is it a request, and
 * what are its id and method. Nothing is parsed or turned into text but these two, so a line of a megabyte costs one pass
 * over its bytes; and a line too long to be kept is still recognised, so that it can be answered.
 */
export interface LineScanner {
  /** Takes the next piece and answers the lines that are complete now. Blank lines are left out. */
  readonly push: (piece: Buffer) => readonly ScannedLine[]
  /** The stream is over: what came after the last line feed counts as a line, as long as it is not blank. */
  readonly end: () => readonly ScannedLine[]
}

export interface ScannedLine extends Envelope {
  /** The line with its line feed; null when it was longer than allowed. */
  readonly bytes: Buffer | null
}

export interface Envelope {
  /** `garbage` is no JSON object; not every garbage is found out. An object without a method is taken for a response. */
  readonly kind: 'request' | 'notification' | 'response' | 'garbage'
  readonly id: JsonRpcId | null
  readonly method: string | null
}

export type JsonRpcId = string | number

/** Longer ids and methods are not understood. Bytes of their JSON. */
const longestScalar = 1024

/** @param longest of one line that is kept, in bytes with its line feed */
export function createLineScanner(longest: number): LineScanner {
  let pieces: Buffer[] = []
  let length = 0
  let scan = createEnvelopeScan()

  const finish = (): ScannedLine | null => {
    const bytes = length > longest ? null : pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
    const envelope = scan.finish()
    pieces = []
    length = 0
    scan = createEnvelopeScan()
    return envelope === null ? null : { bytes, ...envelope }
  }

  const take = (piece: Buffer): void => {
    length += piece.length
    if (length > longest) pieces = []
    else pieces.push(piece)
    scan.push(piece)
  }

  return {
    push: (piece) => {
      const lines: ScannedLine[] = []
      let start = 0
      for (let end = piece.indexOf(10); end !== -1; end = piece.indexOf(10, start)) {
        take(piece.subarray(start, end + 1))
        const line = finish()
        if (line !== null) lines.push(line)
        start = end + 1
      }
      if (start < piece.length) take(piece.subarray(start))
      return lines
    },
    end: () => {
      take(Buffer.from('\n'))
      const line = finish()
      return line === null ? [] : [line]
    },
  }
}

interface EnvelopeScan {
  readonly push: (piece: Buffer) => void
  /** Null for a blank line. */
  readonly finish: () => Envelope | null
}

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

function createEnvelopeScan(): EnvelopeScan {
  let depth = 0
  let insideString = false
  let escaped = false
  let shape: 'blank' | 'object' | 'closed' | 'garbage' = 'blank'
  /** What of the outermost object is being kept now; strings with their quotes. */
  let keeping: 'key' | 'value' | 'nothing' = 'nothing'
  let kept: number[] = []
  let key: string | null = null
  const found: { id: unknown; method: unknown } = { id: undefined, method: undefined }

  const keptValue = (): unknown => {
    if (kept.length > longestScalar) return undefined
    try {
      return JSON.parse(Buffer.from(kept).toString('utf8')) as unknown
    } catch {
      return undefined
    }
  }

  /** At a colon, a comma or the closing brace of the outermost object. */
  const boundary = (byte: number): void => {
    if (keeping === 'key' && byte === colon) {
      const name = keptValue()
      key = name === 'id' || name === 'method' ? name : null
      keeping = key === null ? 'nothing' : 'value'
    } else if (byte !== colon) {
      // As JSON.parse does: of two values of one name the last one counts.
      if (keeping === 'value' && key !== null) found[key as 'id' | 'method'] = keptValue()
      keeping = 'key'
    }
    kept = []
  }

  const structural = (byte: number): void => {
    if (byte === openBrace || byte === openBracket) {
      if (depth === 0) {
        shape = shape === 'blank' && byte === openBrace ? 'object' : 'garbage'
        keeping = 'key'
      } else if (depth === 1 && keeping !== 'nothing') {
        keep(byte)
      }
      depth += 1
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1
      if (depth === 0) {
        boundary(byte)
        keeping = 'nothing'
        shape = shape === 'object' && byte === closeBrace ? 'closed' : 'garbage'
      } else if (depth < 0) {
        shape = 'garbage'
        depth = 0
      }
    } else if (depth === 1 && (byte === comma || byte === colon)) {
      boundary(byte)
    } else if (depth === 0 && byte > 0x20) {
      shape = 'garbage'
    } else if (depth === 1 && keeping !== 'nothing' && byte > 0x20) {
      keep(byte)
    }
  }

  const keep = (byte: number): void => {
    if (kept.length <= longestScalar) kept.push(byte)
  }

  /**
   * Passes over what is nested deeper than the outermost object, which is the bulk of every message: there only strings
   * and brackets count. Answers where the outermost object goes on. Local variables, because this loop is what a large
   * message costs.
   */
  const skipNested = (piece: Buffer, from: number): number => {
    let level = depth
    let inside = insideString
    let skipNext = escaped
    let at = from
    for (; at < piece.length && level > 1; at += 1) {
      const byte = piece[at]
      if (skipNext) skipNext = false
      else if (inside) {
        if (byte === quote) inside = false
        else if (byte === backslash) skipNext = true
      } else if (byte === quote) inside = true
      else if (byte === closeBrace || byte === closeBracket) level -= 1
      else if (byte === openBrace || byte === openBracket) level += 1
    }
    depth = level
    insideString = inside
    escaped = skipNext
    return at
  }

  return {
    push: (piece) => {
      let at = 0
      while (at < piece.length) {
        if (depth > 1) {
          at = skipNested(piece, at)
          continue
        }
        const byte = piece[at] ?? 0
        at += 1
        if (!insideString) {
          if (byte !== quote) {
            structural(byte)
            continue
          }
          insideString = true
          if (depth === 0) shape = 'garbage'
        } else if (escaped) {
          escaped = false
        } else if (byte === backslash) {
          escaped = true
        } else if (byte === quote) {
          insideString = false
        }
        if (depth === 1 && keeping !== 'nothing') keep(byte)
      }
    },
    finish: () => {
      if (shape === 'blank') return null
      const id = typeof found.id === 'string' || typeof found.id === 'number' ? found.id : null
      const method = typeof found.method === 'string' ? found.method : null
      if (shape !== 'closed') return { kind: 'garbage', id: null, method: null }
      if (method !== null) return { kind: id === null ? 'notification' : 'request', id, method }
      return { kind: 'response', id, method: null }
    },
  }
}
