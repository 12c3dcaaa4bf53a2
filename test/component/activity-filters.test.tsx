import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { ActivityPage } from '../../src/contract/activity'
import { CONNECTION, event, EVENTS, pagesOf, STATE } from './fixtures'
import { later, show } from './render-app'

const grid = () => screen.findByRole('grid', { name: 'Activity' })
const rowTexts = () => within(screen.getByRole('grid')).getAllByRole('row').slice(1).map((row) => row.textContent)

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
