import { describe, expect, it } from 'vitest'
import { changedSettings, connectionSummaries, InvalidSetting, policyOf, settingsView } from '../../../src/service/settings-view'
import { defaultSettings, settingsSchema, type Settings } from '../../../src/settings/schema'

const settings: Settings = settingsSchema.parse({
  ...defaultSettings,
  connections: [
    { id: 'one', name: 'One', url: 'https://one.example.com', database: 'first', login: 'a@example.com', caFile: '/ca.pem', createdAt: '2026-01-01T00:00:00Z' },
    { id: 'two', name: 'Two', url: 'https://two.example.com', login: 'b@example.com', createdAt: '2026-01-01T00:00:00Z' },
  ],
  activeConnectionId: 'two',
  clients: [{ id: 'claude-desktop', name: 'Claude Desktop', keyHash: 'ab'.repeat(32), createdAt: '2026-01-01T00:00:00Z' }],
  hidden: { models: ['hr.payslip'], fields: { 'res.partner': ['email', 'phone'], '*': ['barcode'] } },
})

describe('what the window sees of the settings', () => {
  it('is what it can change, with hidden fields as one writes them', () => {
    expect(settingsView(settings)).toEqual({
      startAtLogin: false,
      theme: 'system',
      notifications: true,
      retentionDays: 90,
      hiddenModels: ['hr.payslip'],
      hiddenFields: ['res.partner:email', 'res.partner:phone', '*:barcode'],
    })
  })

  it('names connections without their files, and says which one is active', () => {
    expect(connectionSummaries(settings)).toEqual([
      { id: 'one', name: 'One', url: 'https://one.example.com', database: 'first', login: 'a@example.com', isActive: false },
      { id: 'two', name: 'Two', url: 'https://two.example.com', database: '', login: 'b@example.com', isActive: true },
    ])
  })

  it('holds no hash of a client key', () => {
    expect(JSON.stringify([settingsView(settings), connectionSummaries(settings)])).not.toContain('abab')
  })
})

describe('a change that the window asks for', () => {
  it('leaves everything else as it was', () => {
    expect(changedSettings(settings, { theme: 'dark' })).toEqual({ ...settings, theme: 'dark' })
    expect(changedSettings(settings, {})).toEqual(settings)
  })

  it('survives the way to the window and back', () => {
    const { hiddenModels, hiddenFields } = settingsView(settings)
    expect(changedSettings(settings, { hiddenModels: [...hiddenModels], hiddenFields: [...hiddenFields] })).toEqual(settings)
  })

  it('may switch off what is on and empty what is full', () => {
    const after = changedSettings(settings, { notifications: false, hiddenModels: [], hiddenFields: [] })
    expect(after).toMatchObject({ notifications: false, hidden: { models: [], fields: {} } })
  })

  it('takes each hidden name once, without spaces around it', () => {
    const after = changedSettings(settings, { hiddenModels: [' hr.payslip', 'hr.payslip', ''], hiddenFields: ['*:email', '*:email ', 'sale.order:note'] })
    expect(after.hidden).toEqual({ models: ['hr.payslip'], fields: { '*': ['email'], 'sale.order': ['note'] } })
    expect(policyOf(after)).toEqual({ version: 1, hiddenModels: ['hr.payslip'], hiddenFields: { '*': ['email'], 'sale.order': ['note'] } })
  })

  it.each(['Payslips', 'hr payslip', 'hr.payslip:name', '*', '__proto__', 'hr..payslip'])('refuses to hide the model "%s", which none is', (name) => {
    expect(() => changedSettings(settings, { hiddenModels: [name] })).toThrow(InvalidSetting)
  })

  it.each(['email', ':email', 'res.partner:', 'res.partner:e mail', 'res.partner:a:b', 'Partner:email', '__proto__:email', '*:*'])(
    'refuses to hide the field "%s", which hides nothing',
    (text) => {
      expect(() => changedSettings(settings, { hiddenFields: [text] })).toThrow(InvalidSetting)
    },
  )
})
