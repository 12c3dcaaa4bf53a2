import { describe, expect, it } from 'vitest'
import { checkDomain } from '../../../src/odoo/domain'
import { errorOf, odoo, scopeOf } from './scope'

/** It is Sunday, 22 November 2026, 22:30:15 in Brussels (UTC+1). */
const check = (leaf: unknown, timeZone = 'Europe/Brussels') => checkDomain([leaf], scopeOf({ timeZone }))

describe('a date', () => {
  it('is sent as it is', async () => {
    expect(await check(['validity_date', '>=', '2026-11-01'])).toMatchObject({ domain: [['validity_date', '>=', '2026-11-01']], resolvedDates: [] })
  })

  it.each([
    ['today', '2026-11-22'], ['yesterday', '2026-11-21'], ['tomorrow', '2026-11-23'], ['-30d', '2026-10-23'], ['+2w', '2026-12-06'],
    ['-1m', '2026-10-22'], ['-1y', '2025-11-22'], ['today -1m', '2026-10-22'], ['week_start', '2026-11-16'], ['week_end', '2026-11-22'],
    ['month_start', '2026-11-01'], ['month_end', '2026-11-30'], ['quarter_start', '2026-10-01'], ['quarter_end', '2026-12-31'],
    ['year_start', '2026-01-01'], ['year_end', '2026-12-31'], ['month_start-1m', '2026-10-01'], ['month_end-1m', '2026-10-31'],
    ['month_end-9m', '2026-02-28'], ['quarter_end-1q', '2026-09-30'], ['year_start-1y', '2025-01-01'], ['month_start-1m+14d', '2026-10-15'],
    ['month_end-1m-1d', '2026-10-30'], ['year_start - 1y + 1d', '2025-01-02'],
  ])('%s is the day it means', async (said, became) => {
    expect(await check(['validity_date', '=', said])).toMatchObject({
      domain: [['validity_date', '=', became]],
      resolvedDates: [{ field: 'validity_date', said, became }],
    })
  })

  it.each([
    'Today', 'TODAY', 'today-1M', '30', '30d', '-d', '--3d', '-3x', 'last month', 'month', 'now', 'now-1d', '2026-02-30', '2026-13-01', '2026-1-1', '26-01-01',
    '01/02/2026', '2026-11-01 10:00:00', '2026-11-01T10:00:00Z', '20261101', 'garbage', ' ', '-99999d', '+9999y', 'today-1h', 'today;', '2026-11-01 ', '٢٠٢٦-١١-٠١',
  ])('%j is an error, and the hint shows how', async (text) => {
    const error = await errorOf(check(['validity_date', '>=', text]))
    expect(error.code).toBe('invalid_domain')
    expect(error.hint).not.toBe('')
  })

  it('in a list is resolved each', async () => {
    expect((await check(['validity_date', 'in', ['today', '2026-01-01', null]])).domain).toEqual([['validity_date', 'in', ['2026-11-22', '2026-01-01', false]]])
  })

  it('is the local day, which may be another than that of UTC', async () => {
    expect((await check(['validity_date', '=', 'today'], 'Pacific/Auckland')).domain).toEqual([['validity_date', '=', '2026-11-23']])
    expect((await check(['validity_date', '=', 'today'], 'Nowhere/Unknown')).domain).toEqual([['validity_date', '=', '2026-11-22']])
  })
})

describe('a time', () => {
  it.each([
    ['2026-11-01 10:00:00', '2026-11-01 10:00:00'], ['2026-11-01T10:00:00', '2026-11-01 10:00:00'], ['2026-11-01T10:00', '2026-11-01 10:00:00'],
    ['2026-11-01T10:00:00Z', '2026-11-01 10:00:00'], ['2026-11-01T10:00:00.000Z', '2026-11-01 10:00:00'], ['2026-11-01T10:00:00+01:00', '2026-11-01 09:00:00'],
    ['2026-11-01T00:30:00+0100', '2026-10-31 23:30:00'], ['2026-11-01 20:00:00-05:30', '2026-11-02 01:30:00'],
  ])('%s is sent as UTC without a zone', async (said, became) => {
    expect(await check(['date_order', '>', said])).toMatchObject({
      domain: [['date_order', '>', became]],
      resolvedDates: [{ field: 'date_order', said, became: `${became} UTC` }],
    })
  })

  it('counts from now', async () => {
    expect((await check(['date_order', '>=', 'now'])).domain).toEqual([['date_order', '>=', '2026-11-22 21:30:15']])
    expect((await check(['date_order', '>=', 'now-24h'])).domain).toEqual([['date_order', '>=', '2026-11-21 21:30:15']])
    expect((await errorOf(check(['date_order', '>=', 'now-1m']))).code).toBe('invalid_domain')
  })

  it.each(['2026-11-01 25:00:00', '2026-11-01 10:60', '2026-11-01T10:00:00.5Z', '2026-11-01T10', '2026-11-01T10:00:00+25:00', '2026-02-29 00:00:00', '2026-11-01 10:00:00 UTC'])(
    '%s is an error',
    async (text) => {
      expect((await errorOf(check(['date_order', '>', text]))).code).toBe('invalid_domain')
    },
  )

  it('in a list is a time, not a whole day', async () => {
    expect((await check(['date_order', 'in', ['2026-11-01T10:00:00Z', false]])).domain).toEqual([['date_order', 'in', ['2026-11-01 10:00:00', false]]])
    expect((await errorOf(check(['date_order', 'in', ['2026-11-01']]))).code).toBe('invalid_domain')
  })
})

describe('a day compared with a time', () => {
  const [from, to] = ['2026-11-29 23:00:00', '2026-11-30 23:00:00']
  it.each([
    ['>=', [['date_order', '>=', from]], `from ${from} UTC`],
    ['>', [['date_order', '>=', to]], `from ${to} UTC`],
    ['<', [['date_order', '<', from]], `before ${from} UTC`],
    ['<=', [['date_order', '<', to]], `before ${to} UTC`],
    ['=', ['&', ['date_order', '>=', from], ['date_order', '<', to]], `from ${from} to before ${to} UTC`],
    ['=?', ['&', ['date_order', '>=', from], ['date_order', '<', to]], `from ${from} to before ${to} UTC`],
    ['!=', ['|', '|', ['date_order', '<', from], ['date_order', '>=', to], ['date_order', '=', false]], `not from ${from} to before ${to} UTC`],
  ])('%s is the whole local day', async (operator, domain, became) => {
    expect(await check(['date_order', operator, '2026-11-30'])).toMatchObject({ domain, resolvedDates: [{ field: 'date_order', said: '2026-11-30', became }] })
  })

  it('stays one term among others', async () => {
    const { domain } = await checkDomain(['|', ['date_order', '=', 'today'], ['name', '=', 'a']], scopeOf())
    expect(domain).toEqual(['|', '&', ['date_order', '>=', '2026-11-21 23:00:00'], ['date_order', '<', '2026-11-22 23:00:00'], ['name', '=', 'a']])
  })

  it('takes a whole month in the way people write it', async () => {
    const { domain } = await checkDomain([['date_order', '>=', 'month_start'], ['date_order', '<=', 'month_end']], scopeOf())
    expect(domain).toEqual([['date_order', '>=', '2026-10-31 23:00:00'], ['date_order', '<', '2026-11-30 23:00:00']])
  })

  it('knows that summer time changes the length of a day', async () => {
    expect((await check(['date_order', '=', '2026-10-25'])).domain).toEqual(['&', ['date_order', '>=', '2026-10-24 22:00:00'], ['date_order', '<', '2026-10-25 23:00:00']])
  })

  it('on a path through several records is not split in two', async () => {
    for (const operator of ['=', '!=']) {
      const error = await errorOf(check(['order_line.date_planned', operator, '2026-11-30']))
      expect([error.code, error.hint]).toEqual(['invalid_domain', 'Use the operator "any" with two conditions inside, or compare with a time.'])
    }
    expect((await check(['order_line.date_planned', '<=', '2026-11-30'])).domain).toEqual([['order_line.date_planned', '<', to]])
    expect((await check(['partner_id.create_date', '=', '2026-11-30'])).domain).toHaveLength(3)
  })

  it('within a nested filter is named by its whole path', async () => {
    const { resolvedDates } = await checkDomain([['order_line', 'any', [['date_planned', '>=', 'today']]]], scopeOf({ version: odoo(17) }))
    expect(resolvedDates).toEqual([{ field: 'order_line.date_planned', said: 'today', became: 'from 2026-11-21 23:00:00 UTC' }])
  })
})
