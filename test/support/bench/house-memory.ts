import type { McpClient } from './mcp-client'
import { collectGarbage, residentKilobytes, type Program } from './programs'
import { SEARCH } from './tool-times'

export interface HouseMemory {
  readonly callsBefore: number
  readonly callsAfter: number
  /** Kilobytes. */
  readonly before: number
  readonly after: number
}

const atOnce = 8

/**
 * Memory of a house that has answered few and then many calls of all kinds; what grows with the calls is a leak. Null where
 * it cannot be read.
 */
export async function measureHouseMemory(house: Program, client: McpClient, few: number, many: number): Promise<HouseMemory | null> {
  let asked = 0
  const askUpTo = async (count: number): Promise<void> => {
    const caller = async (): Promise<void> => {
      while (asked < count) {
        asked += 1
        const { tool, args } = callAt(asked)
        await client.callTool(tool, args)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, caller))
  }
  await askUpTo(few)
  await collectGarbage(house)
  const before = residentKilobytes(house.child.pid)
  await askUpTo(many)
  await collectGarbage(house)
  const after = residentKilobytes(house.child.pid)
  return before === null || after === null ? null : { callsBefore: few, callsAfter: many, before, after }
}

function callAt(index: number): { readonly tool: string; readonly args: object } {
  const { model, domain } = SEARCH
  switch (index % 4) {
    case 0:
      return { tool: 'odoo_describe_model', args: { model } }
    case 1:
      return { tool: 'odoo_aggregate', args: { model, domain, measures: ['amount_total:sum'], group_by: ['date_order:month'] } }
    default:
      return { tool: 'odoo_search', args: { ...SEARCH, offset: index % 97 } }
  }
}
