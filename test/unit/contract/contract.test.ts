import { describe, expect, it } from 'vitest'
import { NOTIFICATION_NAMES, REQUEST_NAMES, channelOf } from '../../../src/contract/channels'
import { requests } from '../../../src/contract/requests'

describe('the contract of the window', () => {
  it('names each request once in both places', () => {
    expect([...REQUEST_NAMES].sort()).toEqual(Object.keys(requests).sort())
  })

  it('gives each request and notification a channel of its own', () => {
    const channels = [...REQUEST_NAMES, ...NOTIFICATION_NAMES].map(channelOf)
    expect(new Set(channels).size).toBe(channels.length)
  })

  it.each(REQUEST_NAMES)('%s refuses arguments it does not know', (name) => {
    expect(requests[name].args.safeParse({ surprise: 1 }).success).toBe(false)
    expect(requests[name].args.safeParse(null).success).toBe(false)
    expect(requests[name].args.safeParse('text').success).toBe(false)
  })

  it('takes a whole draft and refuses one that is cut', () => {
    const draft = { name: '', url: 'https://erp.example', database: '', login: 'maria', apiKey: 'k', caFile: '' }
    expect(requests.addConnection.args.safeParse({ draft }).success).toBe(true)
    expect(requests.addConnection.args.safeParse({ draft: { ...draft, apiKey: '' } }).success).toBe(false)
    expect(requests.addConnection.args.safeParse({ draft: { ...draft, more: 1 } }).success).toBe(false)
  })
})
