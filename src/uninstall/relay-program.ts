/**
 * The relay as it is installed. An uninstaller starts the same program, because it is the only one of ours that runs without a
 * desktop: `vitrine-relay --uninstall [--data]`. Everything else is the relay's.
 */
import { thisMachine } from '../clients/machine-look'
import { nodeHost } from '../host/node-host'
import { uninstall } from './uninstall'

const sentences = { removed: 'Taken out of', left: 'Look yourself, Vitrine leaves it as it is:', absent: '' }

async function removeSetup(data: 'keep' | 'delete'): Promise<void> {
  const { removals, left, keychain } = await uninstall(nodeHost(), { data }, thisMachine)
  for (const { client, path, outcome } of removals) process.stdout.write(`${client}: ${sentences[outcome]} ${path}\n`)
  for (const path of left) process.stdout.write(`Could not be deleted: ${path}\n`)
  if (keychain === 'unknown') process.stdout.write('Look yourself: items called “Vitrine for Odoo” may be left in the keychain.\n')
}

if (process.argv.includes('--uninstall')) void removeSetup(process.argv.includes('--data') ? 'delete' : 'keep')
else void import('../relay/main')
