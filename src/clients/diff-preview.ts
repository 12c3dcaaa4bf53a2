import { diffLines } from 'diff'

/** One line of a difference, without its line end. */
export interface PreviewLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

export interface PreviewOptions {
  /** How many unchanged lines to show around changed ones; all of them when left out. */
  readonly context?: number
}

/** The difference between two texts by lines, as data for a view. Line ends are not part of it. */
export function diffPreview(before: string, after: string, { context }: PreviewOptions = {}): readonly PreviewLine[] {
  const lines = diffLines(before, after, { stripTrailingCr: true }).flatMap(({ added, removed, value }): PreviewLine[] => {
    const kind = added ? 'added' : removed ? 'removed' : 'same'
    return linesOf(value).map((text) => ({ kind, text }))
  })
  if (context === undefined) return lines
  const isNearChange = (index: number) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== 'same')
  return lines.filter((_, index) => isNearChange(index))
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
