import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../../../src/headless/environment'

const given = { VITRINE_URL: 'https://odoo.example.com', VITRINE_DB: 'db', VITRINE_LOGIN: 'ada', VITRINE_API_KEY: 'key' }

describe('the directory of the headless server', () => {
  it.each([
    ['linux', {}, '/home/ada', '/home/ada/.local/state/vitrine'],
    ['linux', { XDG_STATE_HOME: '/var/state' }, '/home/ada', '/var/state/vitrine'],
    ['linux', { XDG_STATE_HOME: 'state' }, '/home/ada', '/home/ada/.local/state/vitrine'],
    ['darwin', {}, '/Users/ada', '/Users/ada/Library/Application Support/Vitrine/headless'],
    ['win32', { LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' }, 'C:\\Users\\ada', 'C:\\Users\\ada\\AppData\\Local\\Vitrine\\headless'],
    ['linux', { VITRINE_PROFILE: '/srv/vitrine' }, '/home/ada', '/srv/vitrine'],
  ] as const)('on %s with %j is where programs keep their state', (platform, more, homeDir, profile) => {
    const read = readEnvironment({ platform, homeDir, env: { ...given, ...more } })
    expect(read).toMatchObject({ ok: true, settings: { profile, policyFile: undefined } })
  })
})
