import { describe, expect, test } from 'vitest'
import { askAnnouncement } from '../../../src/endpoint/announcement'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { createMcpServer } from '../../../src/mcp/server'
import { TOOL_NAMES } from '../../../src/contract/activity'
import { OPEN_POLICY } from '../../../src/policy/policy'

describe('what is announced for the time when Vitrine does not run', () => {
  const asked: string[] = []
  const announce = () =>
    askAnnouncement((transport) =>
      createMcpServer({
        host: { now: () => 0, monotonicMs: () => 0, timeZone: 'UTC' },
        serverVersion: '1.2.3',
        clientId: 'announcement',
        access: () => {
          asked.push('access')
          throw new VitrineError('disconnected', 'Not connected.')
        },
        connectionNames: () => ['A company that is nobody’s business'],
        policy: () => ({ ...OPEN_POLICY, hiddenModels: ['hr.payslip'] }),
        receipt: () => '7K3M9QXA',
        record: ({ tool, receipt }) => {
          asked.push(tool)
          return receipt
        },
      }).connect(transport),
    )

  test('is who answers and which tools there are', async () => {
    const { version, protocolVersions, initialize, answers } = await announce()
    expect(version).toBe(1)
    expect(protocolVersions[0]).toBe('2025-11-25')
    expect(initialize).toMatchObject({ serverInfo: { name: 'vitrine', version: '1.2.3' }, capabilities: { tools: { listChanged: true } } })
    const { tools } = answers['tools/list'] as { tools: { name: string }[] }
    expect(tools.map(({ name }) => name)).toEqual(TOOL_NAMES)
    expect(Object.keys(answers)).toEqual(['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'])
  })

  test('names no connection, no user and no policy, and no call is noted', async () => {
    const text = JSON.stringify(await announce())
    expect(text).not.toContain('instructions')
    expect(text).not.toContain('nobody’s business')
    expect(text).not.toContain('hr.payslip')
    expect(asked.filter((what) => what !== 'access')).toEqual([])
  })
})
