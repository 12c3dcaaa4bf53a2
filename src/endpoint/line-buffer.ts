/**
 * Cuts a stream of bytes into lines. Bytes and not text: a character of several bytes may arrive in two pieces, while a
 * line feed is never part of one.
 */
export interface LineBuffer {
  /**
   * Takes the next piece and answers the lines that are complete now, without line feed and carriage return. `overflow`
   * when a line is longer than allowed; nothing can be read after that.
   */
  readonly push: (piece: Buffer) => { readonly lines: readonly Buffer[]; readonly overflow: boolean }
  /** Bytes of the line that is not complete yet, as one piece; the buffer is empty afterwards. */
  readonly takeRest: () => Buffer
}

/** @param longest of one line, in bytes without its line feed */
export function createLineBuffer(longest: number): LineBuffer {
  let pieces: Buffer[] = []
  let pendingBytes = 0

  const takeRest = (): Buffer => {
    const rest = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
    pieces = []
    pendingBytes = 0
    return rest
  }

  return {
    push: (piece) => {
      const lines: Buffer[] = []
      let start = 0
      for (let end = piece.indexOf(10); end !== -1; end = piece.indexOf(10, start)) {
        if (pendingBytes + end - start > longest) return { lines, overflow: true }
        pieces.push(piece.subarray(start, end))
        lines.push(withoutCarriageReturn(takeRest()))
        start = end + 1
      }
      if (start < piece.length) {
        pieces.push(piece.subarray(start))
        pendingBytes += piece.length - start
      }
      return { lines, overflow: pendingBytes > longest }
    },
    takeRest,
  }
}

function withoutCarriageReturn(line: Buffer): Buffer {
  return line.at(-1) === 13 ? line.subarray(0, -1) : line
}
