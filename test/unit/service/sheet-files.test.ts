import { describe, expect, it } from 'vitest'
import type { PermissionSheet } from '../../../src/contract/access'
import { sheetText } from '../../../src/service/sheet-files'

const sheet: PermissionSheet = {
  title: 'What this client may see',
  facts: [{ name: 'Client', value: '<img src=x onerror=alert(1)> & "Co"' }, { name: 'Odoo', value: '# *big*\n- [x](javascript:1) | `a`' }],
  sections: [{ title: 'Models', sentences: ['Contacts are read without asking.'] }],
}

describe('a permission sheet as a file', () => {
  it('is a page that runs and fetches nothing, whatever its names hold', () => {
    const html = sheetText(sheet, 'html')
    expect(html).toContain('<dd>&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Co&quot;</dd>')
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<img|<script|<a /)
    expect(html).toContain('<li>Contacts are read without asking.</li>')
  })

  it('is Markdown in which names stay names, each on its line', () => {
    expect(sheetText(sheet, 'markdown').split('\n')).toEqual([
      '# What this client may see',
      '',
      '- **Client:** \\<img src=x onerror=alert(1)\\> & "Co"',
      '- **Odoo:** \\# \\*big\\* - \\[x\\](javascript:1) \\| \\`a\\`',
      '',
      '## Models',
      '',
      '- Contacts are read without asking.',
      '',
    ])
  })
})
