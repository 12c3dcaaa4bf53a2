import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { app } from 'electron'
import type { Host } from '../../src/host/host'
import { inEnglish } from '../../src/i18n/english'
import type { House } from '../../src/service/house-ports'
import { findNode } from '../adapters/relay-command'

interface SampleAnnouncement {
  readonly url: string
  readonly db: string
  readonly login: string
  readonly apiKey: string
}

const SAMPLE_NAME = 'Sample company'

/**
 * Starts the sample Odoo beside the app and connects to it as a user would. It ends with us: its
 * input is our pipe.
 */
export async function startDemo(house: House, host: Host): Promise<void> {
  const node = findNode(host)
  if (node === null) throw new Error('No Node.js was found to run the sample Odoo with.')
  // Invented around today, so that "overdue" and "this month" mean something.
  const now = new Date(host.now()).toISOString()
  const child = spawn(node, [path.join(app.getAppPath(), 'out', 'sample-odoo.cjs'), '--version', '19', '--now', now, '--until-stdin-ends'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const announced = await new Promise<SampleAnnouncement>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve(JSON.parse(line) as SampleAnnouncement)
    })
    child.once('error', reject)
    child.once('exit', () => {
      reject(new Error('The sample Odoo ended before it was ready.'))
    })
  })
  house.store.dispatch({
    type: 'noticeRaised',
    notice: { id: 'demo', message: { id: 'notice.demo' }, hint: { id: 'notice.demo.hint' } },
  })
  // Its port differs each time, so what the last demonstration left is replaced.
  for (const { id } of house.store.state().connections) await house.handlers.removeConnection({ connectionId: id })
  const { url, db, login, apiKey } = announced
  const added = await house.handlers.addConnection({ draft: { name: SAMPLE_NAME, url, database: db, login, apiKey, caFile: '' } })
  if (!added.ok) throw new Error(inEnglish([added.message, added.hint]))
  // Whoever looks around is not setting anything up.
  await house.handlers.noteOnboarding({ what: 'left' })
}
