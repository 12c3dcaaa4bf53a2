import { describe, expect, it } from 'vitest'
import { USUAL_LIMITS } from '../../../src/contract/client-keys'
import { USUAL_POLICY } from '../../../src/policy/policy'
import { changedSettings, connectionSummaries, InvalidSetting, policyOf, settingsView } from '../../../src/service/settings-view'
import { defaultSettings, settingsSchema, type Settings } from '../../../src/settings/schema'
import { hiding } from '../../support/hiding'

const settings: Settings = settingsSchema.parse({
  ...defaultSettings,
  connections: [
    { id: 'one', name: 'One', url: 'https://one.example.com', database: 'first', login: 'a@example.com', caFile: '/ca.pem', createdAt: '2026-01-01T00:00:00Z' },
    { id: 'two', name: 'Two', url: 'https://two.example.com', login: 'b@example.com', createdAt: '2026-01-01T00:00:00Z' },
  ],
  activeConnectionId: 'two',
  clients: [{ id: 'claude-desktop', name: 'Claude Desktop', keyHash: 'ab'.repeat(32), createdAt: '2026-01-01T00:00:00Z' }],
  policy: hiding({ models: ['hr.payslip'], fields: { 'res.partner': ['email', 'phone'], '*': ['barcode'] } }),
})

describe('what the window sees of the settings', () => {
  it('is what it can change', () => {
    expect(settingsView(settings)).toEqual({
      startAtLogin: false,
      theme: 'system',
      language: 'system',
      notifications: true,
      retentionDays: 90,
      strictRecording: true,
      policy: settings.policy,
      glossary: [],
      limits: USUAL_LIMITS,
      alerts: { off: [] },
      onboarding: { accessChosen: false, left: false },
      webhook: null,
      http: { enabled: false, port: 28069 },
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

  it('may switch off what is on', () => {
    expect(changedSettings(settings, { notifications: false })).toEqual({ ...settings, notifications: false })
  })
})

describe('the policy of a client', () => {
  const own = hiding({ models: ['account.move'] })
  const withOwn: Settings = { ...settings, clients: settings.clients.map((client) => ({ ...client, policy: own })) }

  it('is its own, or the common one where it has none', () => {
    expect(policyOf(withOwn, 'claude-desktop')).toBe(own)
    expect(policyOf(withOwn, 'another')).toBe(settings.policy)
    expect(policyOf(settings, 'claude-desktop')).toBe(settings.policy)
  })

  it('is the usual one before anybody has chosen', () => {
    expect(policyOf(defaultSettings, 'claude-desktop')).toEqual(USUAL_POLICY)
  })

  it('is the common one where no client is named', () => {
    expect(policyOf(withOwn, undefined)).toBe(settings.policy)
  })
})

describe('the own words of a user', () => {
  const glossary = [{ word: 'key account', model: 'res.partner', domain: '[["category_id.name","=","Gold"]]' }, { word: 'lamp', model: 'product.template', domain: '' }]

  it('are kept tidy, and come back as they went', () => {
    const after = changedSettings(settings, { glossary: [{ word: '  key \n account', model: ' res.partner ', domain: ' [["category_id.name","=","Gold"]] ' }, { word: 'lamp', model: 'product.template', domain: ' ' }] })
    expect(settingsView(after).glossary).toEqual(glossary)
    expect(settingsSchema.parse(after)).toEqual(after)
    expect(after.glossary[1]).not.toHaveProperty('domain')
    expect(changedSettings(after, { theme: 'dark' }).glossary).toBe(after.glossary)
    expect(changedSettings(after, { glossary: [] }).glossary).toEqual([])
  })

  it.each([
    ['an empty word', { word: '  ', model: 'sale.order', domain: '' }],
    ['a label in place of a model', { word: 'backlog', model: 'Sales Order', domain: '' }],
    ['a filter that is no JSON', { word: 'backlog', model: 'sale.order', domain: 'state = sale' }],
    ['a filter that is no list', { word: 'backlog', model: 'sale.order', domain: '{}' }],
    ['a word for the second time', { word: 'Lamp', model: 'sale.order', domain: '' }],
  ])('are refused with %s', (_name, entry) => {
    expect(() => changedSettings(settings, { glossary: [...glossary, entry] })).toThrow(InvalidSetting)
  })
})
