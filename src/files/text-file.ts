/** How a text file is written, so that an edit can be written back the way its owner keeps it. */
export interface TextStyle {
  readonly hasByteOrderMark: boolean
  readonly endOfLine: '\n' | '\r\n'
  /** One level of indentation: tabs or spaces; two spaces when the text shows none. */
  readonly indent: string
  readonly hasFinalNewline: boolean
}

export interface TextFile {
  /** The text without a byte-order mark. */
  readonly text: string
  readonly style: TextStyle
}

/** The bytes are not UTF-8 (Windows editors also write UTF-16). Holds none of them. */
export class NotUtf8Error extends Error {
  override readonly name = 'NotUtf8Error'
  constructor() {
    super('The file is not written in UTF-8.')
  }
}

/** Decodes UTF-8, drops a byte-order mark and remembers the file's habits. Throws NotUtf8Error. */
export function decodeTextFile(bytes: Uint8Array): TextFile {
  let decoded: string
  try {
    decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new NotUtf8Error()
  }
  const hasByteOrderMark = decoded.startsWith('\uFEFF')
  const text = hasByteOrderMark ? decoded.slice(1) : decoded
  return { text, style: { hasByteOrderMark, ...lineStyle(text) } }
}

function lineStyle(text: string): Omit<TextStyle, 'hasByteOrderMark'> {
  const lineEnds = text.match(/\r?\n/g) ?? []
  const windowsEnds = lineEnds.filter((end) => end === '\r\n').length
  return {
    endOfLine: windowsEnds * 2 > lineEnds.length ? '\r\n' : '\n',
    indent: /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ',
    hasFinalNewline: text.endsWith('\n'),
  }
}
