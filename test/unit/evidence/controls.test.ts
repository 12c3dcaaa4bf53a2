import { describe, expect, it } from 'vitest'
import { CONTROLS, FRAMEWORKS } from '../../../src/service/evidence/controls'
import { controlsText } from '../../../src/service/evidence/controls-text'

describe('the mapping to controls', () => {
  it('cites each requirement once, and says of each what is not covered', () => {
    const cited = CONTROLS.map(({ framework, reference }) => `${framework} ${reference}`)
    expect(new Set(cited).size).toBe(cited.length)
    for (const { reference, subject, where, notCovered } of CONTROLS) expect([reference, subject, where, notCovered].filter((text) => text === '')).toEqual([])
  })

  it.each([
    ['gdpr', ['Art. 5(1)(c)', 'Art. 5(1)(e)', 'Art. 5(2), 24', 'Art. 15–22', 'Art. 25', 'Art. 28', 'Art. 30', 'Art. 33–34', 'Art. 44–49']],
    ['soc2', ['CC6.1', 'CC6.2, CC6.3', 'CC6.6', 'CC6.7', 'CC7.2']],
    ['hipaa', ['§164.312(b)', '§164.312(d)', '§164.312(e)(1)', '§164.316(b)(2)(i)', '§164.502(e), §164.504(e)']],
  ] as const)('of %s has what people look for first', (framework, references) => {
    const own = CONTROLS.filter((control) => control.framework === framework).map(({ reference }) => reference)
    for (const reference of references) expect(own).toContain(reference)
  })

  it('claims no certification, no compliance and no completeness', () => {
    const text = controlsText()
    expect(text).toContain('**Not certified.**')
    expect(text).toContain('This is no legal advice.')
    for (const { title, about } of Object.values(FRAMEWORKS)) expect(text).toContain(`## ${title}\n\n${about}`)
    const said = CONTROLS.map(({ feature }) => feature).join(' ')
    expect(said).not.toMatch(/complian|certified|certification|guarantee|fully|ensures/i)
  })

  it('says plainly where there is nothing', () => {
    const without = CONTROLS.filter(({ feature }) => feature === '')
    expect(without.length).toBeGreaterThan(0)
    expect(controlsText().split('**Nothing in Vitrine.**').length - 1).toBe(without.length)
  })

  it('is a table that a cell cannot break', () => {
    for (const { reference, subject, feature, where, notCovered } of CONTROLS) expect([reference, subject, feature, where, notCovered].join('')).not.toMatch(/[|\n]/)
  })
})
