import type { SheetFormat } from '../contract/access'
import type { Sheet, SheetSection, SheetTable } from '../contract/sheet'

/** A sheet as the text of a file. */
export function sheetText(sheet: Sheet, format: SheetFormat): string {
  return format === 'html' ? asHtml(sheet) : asMarkdown(sheet)
}

function asMarkdown({ title, facts, sections }: Sheet): string {
  const blocks = [
    `# ${plain(title)}`,
    facts.map(({ name, value }) => `- **${plain(name)}:** ${plain(value)}`).join('\n'),
    ...sections.flatMap(sectionAsMarkdown),
  ]
  return `${blocks.join('\n\n')}\n`
}

function sectionAsMarkdown({ title, sentences, table }: SheetSection): readonly string[] {
  const row = (cells: readonly string[]): string => `| ${cells.map(plain).join(' | ')} |`
  return [
    `## ${plain(title)}`,
    ...(sentences.length === 0 ? [] : [sentences.map((sentence) => `- ${plain(sentence)}`).join('\n')]),
    ...(table === undefined ? [] : [[row(table.columns.map((column) => column.title)), `|${table.columns.map(({ kind }) => (kind === 'number' ? '--:' : '---')).join('|')}|`, ...table.rows.map(row)].join('\n')]),
  ]
}

/** One page that needs nothing else: no script, no font, no address outside it. */
function asHtml({ title, facts, sections }: Sheet): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 14px/1.5 system-ui, sans-serif; color: #1b1b19; background: #fff; }
h1 { font-size: 1.4rem; } h2 { margin: 1.6rem 0 .4rem; font-size: 1.05rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: #5d5d57; } dd { margin: 0; }
ul { margin: 0; padding-left: 1.2rem; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; } th, td { padding: .15rem .6rem .15rem 0; border-bottom: 1px solid #e4e3dd; text-align: left; vertical-align: top; }
.number { text-align: right; } tr > :last-child { padding-right: 0; }
@page { margin: 14mm; } @media print { body { max-width: none; margin: 0; padding: 0; font-size: 10px; line-height: 1.35; } h2 { margin-top: .8rem; break-after: avoid; } tr { break-inside: avoid; } }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<dl>
${facts.map(({ name, value }) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('\n')}
</dl>
${sections.map(sectionAsHtml).join('\n')}
</body>
</html>
`
}

function sectionAsHtml({ title, sentences, table }: SheetSection): string {
  return [
    `<h2>${escaped(title)}</h2>`,
    ...(sentences.length === 0 ? [] : [`<ul>\n${sentences.map((sentence) => `<li>${escaped(sentence)}</li>`).join('\n')}\n</ul>`]),
    ...(table === undefined ? [] : [tableAsHtml(table)]),
  ].join('\n')
}

function tableAsHtml({ columns, rows }: SheetTable): string {
  const cell = (tag: 'th' | 'td', text: string, column: number): string => `<${tag}${columns[column]?.kind === 'number' ? ' class="number"' : ''}>${escaped(text)}</${tag}>`
  const row = (tag: 'th' | 'td', cells: readonly string[]): string => `<tr>${cells.map((text, column) => cell(tag, text, column)).join('')}</tr>`
  return `<table>\n${row('th', columns.map((column) => column.title))}\n${rows.map((cells) => row('td', cells)).join('\n')}\n</table>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Names of clients and companies are other people's words. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** On one line, with what Markdown would read as its own put out of action. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|]/g, '\\$&')
}
