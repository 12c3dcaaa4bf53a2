import { act, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ActivityPage } from '../../src/contract/activity'
import { CONNECTION, event, EVENTS, OK, pagesOf, STATE, VERDICT } from './fixtures'
import { later, show } from './render-app'
import { withModel } from '../../src/state/policy-edits'

const grid = () => screen.findByRole('grid', { name: 'Activity' })
const rowTexts = () => within(screen.getByRole('grid')).getAllByRole('row').slice(1).map((row) => row.textContent)

afterEach(() => {
  vi.useRealTimers()
})

describe('the live view', () => {
  test('shows who asked what, when, with which fields and how it ended', async () => {
    await show({ view: 'activity' })
    const [header, first] = within(await grid()).getAllByRole('row')
    expect(within(header as HTMLElement).getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual(['Time', 'Client', 'Model', 'What', 'Fields', 'Rows', 'ms', 'Outcome'])
    const cells = within(first as HTMLElement).getAllByRole('gridcell').map((cell) => cell.textContent)
    expect(cells.slice(0, 4)).toEqual(['14:02:11', 'Claude', 'Sales Ordersale.order', 'Search, 20 of 143state = … and date_order >= …'])
    expect(cells.slice(5)).toEqual(['204.2 kB', '41', 'Answered'])
  })

  test('names fields that were withheld as hidden, not by their looks alone', async () => {
    await show({ view: 'activity' })
    const row = within(await grid()).getAllByRole('row').find((one) => one.textContent.includes('country_id'))
    expect(row?.textContent).toContain('email (hidden)')
  })

  test('adds calls on top as they happen', async () => {
    const { emit } = await show({ view: 'activity' })
    await grid()
    emit('activityAdded', [event({ id: 200, model: 'stock.picking', modelLabel: 'Transfer', tool: 'odoo_read', rows: 2 })])
    expect(rowTexts()[0]).toContain('Transfer')
    screen.getByText('14 questions kept')
  })

  test('shows a call once, even if the journal and the live stream both bring it', async () => {
    const page = later<ActivityPage>()
    const { emit } = await show({ view: 'activity', answers: { getActivity: () => page.promise } })
    emit('activityAdded', [event({ id: 112 }), event({ id: 113, modelLabel: 'Brand new', model: 'x.new' })])
    await page.answer({ events: EVENTS, total: EVENTS.length })
    expect(rowTexts()[0]).toContain('Brand new')
    expect(within(await grid()).getAllByText('14:02:11')).toHaveLength(2)
    screen.getByText('14 questions kept')
  })

  test('stands still while paused, counts what waits, and catches up', async () => {
    const { emit, user } = await show({ view: 'activity' })
    await grid()
    await user.click(screen.getByRole('button', { name: 'Pause the list' }))
    const before = rowTexts()
    emit('activityAdded', [event({ id: 200 }), event({ id: 201, modelLabel: 'Newest', model: 'x.newest' })])
    expect(rowTexts()).toEqual(before)
    await user.click(screen.getByRole('button', { name: 'Resume, 2 new' }))
    expect(rowTexts()[0]).toContain('Newest')
  })

  test('tells screen readers the first new call at once and sums up the rest', async () => {
    const { emit } = await show({ view: 'activity' })
    await grid()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const said = () => screen.getAllByRole('status').map((one) => one.textContent).join('')
    emit('activityAdded', [event({ id: 200, modelLabel: 'Contact', rows: 1, total: 1 })])
    expect(said()).toBe('New question: Search, 1 of 1, Contact')
    emit('activityAdded', [event({ id: 201 })])
    emit('activityAdded', [event({ id: 202, modelLabel: 'Lead', rows: 3, total: 3 })])
    expect(said()).toContain('Contact')
    act(() => {
      vi.advanceTimersByTime(5_000)
    })
    expect(said()).toBe('2 new questions, the latest: Search, 3 of 3, Lead')
  })

  test('keeps only the rows in sight in the document', async () => {
    const many = Array.from({ length: 300 }, (_, index) => event({ id: 1000 - index }))
    await show({ view: 'activity', answers: { getActivity: pagesOf(many) } })
    expect(within(await grid()).getAllByRole('row').length).toBeLessThan(40)
    screen.getByText('300 questions kept')
  })

  test('asks for older calls when the end comes near', async () => {
    const many = Array.from({ length: 130 }, (_, index) => event({ id: 1000 - index }))
    const { double, user } = await show({ view: 'activity', answers: { getActivity: pagesOf(many) } })
    const table = await grid()
    table.focus()
    await user.keyboard('{End}')
    Object.defineProperty(table, 'scrollTop', { value: 48 * 90, configurable: true })
    act(() => {
      table.dispatchEvent(new Event('scroll'))
    })
    await waitFor(() => {
      expect(double.callsOf('getActivity').some(({ beforeId }) => beforeId === 901)).toBe(true)
    })
  })

  test('looks again when the window comes back into view', async () => {
    const { double } = await show({ view: 'activity' })
    await grid()
    double.answer({ getActivity: pagesOf([event({ id: 300, modelLabel: 'Meanwhile', model: 'x.meanwhile' }), ...EVENTS]) })
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await waitFor(() => {
      expect(rowTexts()[0]).toContain('Meanwhile')
    })
  })
})

describe('filters', () => {
  test('ask the journal for what they say', async () => {
    const { double, user } = await show({ view: 'activity' })
    await grid()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Outcome' }), 'Refused')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Client' }), 'claude-code')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Model' }), 'Payslip')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Time' }), 'Last hour')
    expect(double.callsOf('getActivity').at(-1)?.filter).toEqual({
      outcome: 'refused',
      clientId: 'claude-code',
      model: 'hr.payslip',
      since: '2026-11-20T13:05:00.000Z',
    })
    await screen.findByText('1 question matches')
  })

  test('hold for live calls as well', async () => {
    const { emit, user } = await show({ view: 'activity' })
    await grid()
    await user.type(screen.getByRole('searchbox'), 'payslip')
    await screen.findByText('1 question matches')
    emit('activityAdded', [event({ id: 200, model: 'res.partner', modelLabel: 'Contact' })])
    screen.getByText('1 question matches')
    emit('activityAdded', [event({ id: 201, model: 'hr.payslip', modelLabel: 'Payslip' })])
    screen.getByText('2 questions match')
  })

  test('that match nothing say so and can be cleared', async () => {
    const { user } = await show({ view: 'activity' })
    await user.type(await screen.findByRole('searchbox'), 'no such thing')
    const empty = (await screen.findByRole('heading', { name: 'Nothing matches' })).parentElement
    await user.click(within(empty as HTMLElement).getByRole('button', { name: 'Clear filters' }))
    await grid()
  })

  test('answers that come late do not overwrite newer ones', async () => {
    const slow = later<ActivityPage>()
    const { double, user } = await show({ view: 'activity' })
    await grid()
    double.answer({ getActivity: (args) => (args.filter.text === 'p' ? slow.promise : pagesOf(EVENTS)(args)) })
    await user.type(screen.getByRole('searchbox'), 'pa')
    await screen.findByText(/questions match/)
    const before = rowTexts()
    await slow.answer({ events: [], total: 0 })
    expect(rowTexts()).toEqual(before)
  })
})

describe('more filters', () => {
  test('narrow down by tool, and by connection only where there are several', async () => {
    const { double, user, patch } = await show({ view: 'activity' })
    await grid()
    expect(screen.queryByRole('combobox', { name: 'Connection' })).toBeNull()
    patch({ connections: [...STATE.connections, { ...CONNECTION, id: 'c2', name: 'Northwind Test', isActive: false }] })
    await user.selectOptions(screen.getByRole('combobox', { name: 'Connection' }), 'Northwind Trading')
    await user.selectOptions(screen.getByRole('combobox', { name: 'Tool' }), 'Sum up')
    expect(double.callsOf('getActivity').at(-1)?.filter).toEqual({ connectionId: 'c1', tool: 'odoo_aggregate' })
    await screen.findByText('2 questions match')
  })

  test('find a call by the receipt that its answer carries, and export just that', async () => {
    const { double, user } = await show({ view: 'activity' })
    await grid()
    await user.type(screen.getByRole('searchbox'), 'k7qm2x9d')
    await screen.findByText('1 question matches')
    expect(rowTexts()[0]).toContain('Sales Order')
    await user.click(screen.getByRole('button', { name: 'Export…' }))
    await user.click(await screen.findByRole('button', { name: 'Choose a file…' }))
    expect(double.callsOf('exportActivity')).toEqual([{ format: 'csv', filter: { receipt: 'k7qm2x9d' } }])
  })

  test('take a word that only looks like a receipt for the word it is', async () => {
    const { user } = await show({ view: 'activity', answers: { getActivity: pagesOf([event({ id: 300, model: 'res.partner', fields: ['sequence'] })]) } })
    await grid()
    await user.type(screen.getByRole('searchbox'), 'sequence')
    await screen.findByText('1 question matches')
  })
})

describe('activity by model', () => {
  test('says which fields, how often, by whom and since when, and leads to the calls', async () => {
    const { double, user } = await show({ view: 'activity' })
    await user.click(await screen.findByRole('radio', { name: 'Models' }))
    const table = await screen.findByRole('table')
    expect(within(table).getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual(['Model', 'Questions', 'Fields, how often', 'Clients', 'First seen', 'Last'])
    const [, orders, , payslips] = within(table).getAllByRole('row')
    expect(orders?.textContent).toMatch(/^Sales Ordersale\.order4123 not answeredname409 times.*2 moreClaude Desktop, claude-code2 Sept?08:1220 Nov14:02$/)
    expect(payslips?.textContent).toContain('2 not answeredNone named')
    await user.click(within(orders as HTMLElement).getByRole('button', { name: '2 more' }))
    expect(orders?.textContent).toContain('team_id')
    await user.click(within(orders as HTMLElement).getByRole('button', { name: 'Sales Order' }))
    await grid()
    expect(double.callsOf('getActivity').at(-1)?.filter).toEqual({ model: 'sale.order' })
  })

  test('keeps to the filters', async () => {
    const { double, user } = await show({ view: 'activity' })
    await grid()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Outcome' }), 'Refused')
    await user.click(screen.getByRole('radio', { name: 'Models' }))
    await screen.findByRole('table')
    expect(double.callsOf('getModelActivity').at(-1)).toEqual({ filter: { outcome: 'refused' } })
  })

  test('shows the first forty models, and all when asked', async () => {
    const many = Array.from({ length: 240 }, (_, index) => ({ model: `x.m${String(index)}`, label: `Model ${String(index)}`, calls: 1, answered: 1, fields: [], clients: [], firstSeen: '2026-11-20T14:01:40.000Z', lastSeen: '2026-11-20T14:01:40.000Z' }))
    const { user } = await show({ view: 'activity', answers: { getModelActivity: () => many } })
    await user.click(await screen.findByRole('radio', { name: 'Models' }))
    expect(within(await screen.findByRole('table')).getAllByRole('row')).toHaveLength(41)
    await user.click(screen.getByRole('button', { name: 'Show all 240 models' }))
    expect(within(screen.getByRole('table')).getAllByRole('row')).toHaveLength(241)
  })

  test('that cannot be read says so, and is asked again', async () => {
    const { double, user } = await show({ view: 'activity', answers: { getModelActivity: () => Promise.reject(new Error('broken')) } })
    await user.click(await screen.findByRole('radio', { name: 'Models' }))
    await screen.findByText('The models could not be read from the journal.')
    double.answer({ getModelActivity: () => [] })
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByRole('heading', { name: 'No model yet' })
  })
})

describe('verifying', () => {
  test('says that all is as it was written', async () => {
    const { user } = await show({ view: 'activity' })
    await user.click(await screen.findByRole('button', { name: 'Verify' }))
    await screen.findByText('The journal is as it was written. 45 rows as written; 12 rows deleted, which is recorded.')
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByText(/as it was written/)).toBeNull()
  })

  test('interrupts with the first row that is not', async () => {
    const verdict = { ...VERDICT, status: 'broken', message: 'Row 107 is not as written.', broken: { kind: 'changed', from: 107, to: 107 } } as const
    const { user } = await show({ view: 'activity', answers: { verifyJournal: () => verdict } })
    await user.click(await screen.findByRole('button', { name: 'Verify' }))
    expect((await screen.findByRole('alert')).textContent).toContain('The journal is not as it was written. Row 107 is not as written.')
  })

  test('takes one press at a time', async () => {
    const check = later<never>()
    const { double, user } = await show({ view: 'activity', answers: { verifyJournal: () => check.promise } })
    await user.click(await screen.findByRole('button', { name: 'Verify' }))
    await user.click(screen.getByRole('button', { name: 'Verifying…' }))
    expect(double.callsOf('verifyJournal')).toHaveLength(1)
  })
})

describe('exporting', () => {
  test('asks for the form, writes what is in sight, and says where', async () => {
    const { double, user } = await show({ view: 'activity' })
    await grid()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Outcome' }), 'Refused')
    await screen.findByText('2 questions match')
    await user.click(screen.getByRole('button', { name: 'Export…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Export activity' })
    within(dialog).getByText('The 2 questions that match the filters are written to a file.')
    await user.click(within(dialog).getByRole('radio', { name: /^JSON Lines/ }))
    await user.click(within(dialog).getByRole('button', { name: 'Choose a file…' }))
    expect(double.callsOf('exportActivity')).toEqual([{ format: 'jsonl', filter: { outcome: 'refused' } }])
    await screen.findByText('/home/maria/Documents/vitrine-activity-2026-11-20.csv')
  })

  test('does not speak of a file when the person thinks better of it', async () => {
    const { user } = await show({ view: 'activity', answers: { exportActivity: () => ({ ok: true, path: null }) } })
    await grid()
    await user.click(screen.getByRole('button', { name: 'Export…' }))
    await user.click(await screen.findByRole('button', { name: 'Choose a file…' }))
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull()
    })
    expect(screen.queryByText('The activity was written to a file.')).toBeNull()
  })

  test('that fails says why, with the question still open', async () => {
    const { user } = await show({ view: 'activity', answers: { exportActivity: () => ({ ok: false, message: 'No space.', hint: 'Make some.' }) } })
    await grid()
    await user.click(screen.getByRole('button', { name: 'Export…' }))
    await user.click(await screen.findByRole('button', { name: 'Choose a file…' }))
    expect(within(await screen.findByRole('dialog', { name: 'Export activity' })).getByRole('alert').textContent).toContain('No space.')
  })
})

describe('details of a call', () => {
  test('open by keyboard, tell all there is, close with Escape and give the focus back', async () => {
    const { user } = await show({ view: 'activity' })
    const table = await grid()
    table.focus()
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    const dialog = await screen.findByRole('dialog', { name: 'Read records' })
    within(dialog).getByText('This model or field is hidden here.')
    within(dialog).getByText('hr.payslip')
    within(dialog).getByText('20 November 2026 at 14:01:40')
    await user.keyboard('{Escape}')
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull()
    })
    await waitFor(() => {
      expect(document.activeElement === table).toBe(true)
    })
    screen.getByRole('heading', { level: 1, name: 'Activity' })
  })

  test('name everything a row holds, and only that', async () => {
    const whole = event({
      id: 300, receipt: 'K7QM2X9D', clientId: 'cursor', address: '127.0.0.1', odooUser: 'maria@northwind.example', companies: [1, 3],
      methods: ['search_read', 'search_count'], consent: 'session', model: 'sale.order', modelLabel: 'Sales Order', filterShape: 'state = …', hiddenFields: ['email'],
    })
    const { user } = await show({ view: 'activity', answers: { getActivity: pagesOf([whole, event({ id: 299, tool: 'odoo_context' })]) } })
    const rows = within(await grid()).getAllByRole('row')
    await user.click(rows[1] as HTMLElement)
    const facts = (dialog: HTMLElement) =>
      Object.fromEntries(within(dialog).getAllByRole('term').map((term) => [term.textContent, term.nextElementSibling?.textContent]))
    expect(facts(await screen.findByRole('dialog'))).toMatchObject({
      'Client key': 'cursor', 'Came from': '127.0.0.1', 'Odoo user': 'maria@northwind.example', 'Companies': 'numbers 1 and 3',
      'Odoo methods': 'search_read, search_count', 'Consent': 'You allowed it for the session.', 'Filter': 'state = …',
    })
    await user.keyboard('{Escape}')
    await user.click(rows[2] as HTMLElement)
    const names = Object.keys(facts(await screen.findByRole('dialog', { name: 'Ask who it is here' })))
    for (const absent of ['Came from', 'Odoo user', 'Companies', 'Odoo methods', 'Consent']) expect(names).not.toContain(absent)
    expect(screen.queryByLabelText('Receipt')).toBeNull()
  })

  test('have the receipt that the answer carries, to copy', async () => {
    const { user } = await show({ view: 'activity' })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Receipt' })
    expect(field.value).toBe('K7QM2X9D')
    await user.click(screen.getByRole('button', { name: 'Copy' }))
    expect(field.selectionEnd).toBe(8)
  })

  test('open the list in the Odoo that was asked, by names and never by an address', async () => {
    const { double, user } = await show({ view: 'activity' })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    await user.click(await screen.findByRole('button', { name: 'Open Sales Order in Odoo' }))
    expect(double.callsOf('openExternal')).toEqual([{ link: 'odoo_list', connectionId: 'c1', model: 'sale.order' }])
    screen.getByText('The whole list opens: what the filter compared with was not kept.')
  })

  test('say of records that were read by their ids that the list is not narrowed to them', async () => {
    const rows = [event({ id: 300, tool: 'odoo_read', model: 'sale.order', modelLabel: 'Sales Order', filterShape: '' })]
    const { user } = await show({ view: 'activity', answers: { getActivity: pagesOf(rows) } })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    await screen.findByRole('button', { name: 'Open Sales Order in Odoo' })
    screen.getByText(/^The whole list opens: which records were read was not kept\./)
  })

  test('offer no list that no address opens, and say so', async () => {
    const rows = [event({ id: 300, model: 'hr.payslip', modelLabel: 'Payslip' })]
    const { user } = await show({ view: 'activity', answers: { getActivity: pagesOf(rows) } })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    await screen.findByText('No address alone opens the list of Payslip in Odoo.')
    expect(screen.queryByRole('button', { name: /in Odoo$/ })).toBeNull()
  })

  test('offer no list of an Odoo that is gone', async () => {
    const rows = [event({ id: 299, model: 'sale.order', modelLabel: 'Sales Order', connectionId: 'gone' })]
    const { user } = await show({ view: 'activity', answers: { getActivity: pagesOf(rows) } })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    await screen.findByRole('dialog')
    expect(screen.queryByText(/in Odoo/)).toBeNull()
  })

  test('can hide the model from Claude there and then', async () => {
    const { double, patch, user } = await show({ view: 'activity' })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    await user.click(await screen.findByRole('button', { name: 'Hide Sales Order from Claude' }))
    const policy = withModel(STATE.settings.policy, 'sale.order', 'hide')
    expect(policy.models.hide).toEqual(['hr.payslip', 'hr.contract', 'sale.order'])
    expect(double.callsOf('setPolicy')).toEqual([{ policy }])
    patch({ settings: { ...STATE.settings, policy } })
    await screen.findByText('Sales Order is hidden from Claude. Access lets you show it again.')
  })
})

describe('the journal', () => {
  test('is deleted only after a question, and the list is empty then', async () => {
    const { double, user } = await show({ view: 'activity' })
    await grid()
    await user.click(screen.getByRole('button', { name: 'Delete…' }))
    const dialog = await screen.findByRole('alertdialog', { name: 'Delete all activity?' })
    expect(double.callsOf('deleteActivity')).toHaveLength(0)
    double.answer({ deleteActivity: () => OK, getActivity: pagesOf([]) })
    await user.click(within(dialog).getByRole('button', { name: 'Delete all activity' }))
    await screen.findByRole('heading', { name: 'No questions yet' })
    expect(double.callsOf('deleteActivity')).toHaveLength(1)
  })

  test('can be shown in its folder', async () => {
    const { double, user } = await show({ view: 'activity' })
    await user.click(await screen.findByRole('button', { name: 'Show file' }))
    expect(double.callsOf('showInFolder')).toEqual([{ what: 'journal' }])
  })

  test('that cannot be read is said to be so, and asked again', async () => {
    const { double, user } = await show({ view: 'activity', answers: { getActivity: () => Promise.reject(new Error('broken')) } })
    await screen.findByText('The activity could not be read from the journal.')
    double.answer({ getActivity: pagesOf(EVENTS) })
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await grid()
  })

  test('that is slow shows a skeleton, not an empty list', async () => {
    await show({ view: 'activity', answers: { getActivity: () => new Promise(() => undefined) } })
    await screen.findByRole('status', { name: 'Loading' })
    expect(screen.queryByText('No questions yet')).toBeNull()
  })
})
