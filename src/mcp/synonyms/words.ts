/** A word of a question: as it was written, without capitals and accents, and without the ending of an English plural. */
export interface Word {
  readonly plain: string
  readonly stem: string
}

/** Without capitals, accents and ligatures: `Écritures` and `ecritures`, `Straße` and `strasse` are the same. */
export function plainText(value: string): string {
  return value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
}

export function wordsIn(value: string, fillers: ReadonlySet<string>): readonly Word[] {
  return plainText(value)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !fillers.has(word))
    .map((plain) => ({ plain, stem: singular(plain) }))
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.length > 3 && word.endsWith('s') && !/(ss|us|is)$/.test(word) ? word.slice(0, -1) : word
}
