import type { PermissionSheet, SheetFormat } from '../contract/access'

/** A permission sheet as the text of a file. */
export function sheetText(sheet: PermissionSheet, format: SheetFormat): string {
  return format === 'html' ? asHtml(sheet) : asMarkdown(sheet)
}

function asMarkdown({ title, facts, sections }: PermissionSheet): string {
  const blocks = [
    `# ${plain(title)}`,
    facts.map(({ name, value }) => `- **${plain(name)}:** ${plain(value)}`).join('\n'),
    ...sections.map((section) => `## ${plain(section.title)}\n\n${section.sentences.map((sentence) => `- ${plain(sentence)}`).join('\n')}`),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** One page that needs nothing else: no script, no font, no address outside it. */
function asHtml({ title, facts, sections }: PermissionSheet): string {
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
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<dl>
${facts.map(({ name, value }) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('\n')}
</dl>
${sections.map((section) => `<h2>${escaped(section.title)}</h2>\n<ul>\n${section.sentences.map((sentence) => `<li>${escaped(sentence)}</li>`).join('\n')}\n</ul>`).join('\n')}
</body>
</html>
`
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
