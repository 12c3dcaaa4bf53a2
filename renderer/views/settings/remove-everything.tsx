import { useState } from 'react'
import type { RemovalResult } from '../../../src/contract/requests'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { useFormats, useText } from '../../i18n/text'
import { useJournalSize } from '../activity/use-journal-size'

type Removed = Extract<RemovalResult, { readonly ok: true }>

/** Says what is lost before all of it is taken away, and afterwards what a person has to do themselves. */
export function RemoveEverything({ onClose }: { readonly onClose: () => void }) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const [removed, setRemoved] = useState<Removed | null>(null)
  if (removed !== null) return <WhatIsLeft removed={removed} onQuit={() => void bridge.quit({})} />
  return (
    <Dialog title={t('removal.title')} open onClose={onClose} role="alertdialog">
      <p>{t('removal.about')}</p>
      <WhatIsLost />
      <p className="muted small">{t('removal.stays')}</p>
      <Failure failure={action.failure} />
      <div className="actions">
        <Button autoFocus onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          kind="danger"
          pending={action.pending}
          onClick={() =>
            void action.run(async () => {
              const result = await bridge.removeEverything({})
              if (result.ok) setRemoved(result)
              return result
            })
          }
        >
          {t('removal.confirm')}
        </Button>
      </div>
    </Dialog>
  )
}

function WhatIsLost() {
  const t = useText()
  const formats = useFormats()
  const { clientStatuses, connections, clients } = useAppState()
  const rows = useJournalSize('once')?.rows ?? 0
  const entries = clientStatuses.filter(({ kind }) => kind === 'registered' || kind === 'stale_path').map(({ name }) => name)
  const names = formats.list(connections.map(({ name }) => name))
  return (
    <ul className="bullets">
      <li>{entries.length === 0 ? t('removal.entries.none') : t('removal.entries', { clients: formats.list(entries) })}</li>
      <li>{t('removal.connections', { count: connections.length, names })}</li>
      <li>{t('removal.clients', { count: clients.length })}</li>
      <li>{t('removal.activity', { rows })}</li>
      <li>{t('removal.rest')}</li>
    </ul>
  )
}

/** There is nothing to go back to: closing it quits as well. */
function WhatIsLeft({ removed: { left, keychain }, onQuit }: { readonly removed: Removed; readonly onQuit: () => void }) {
  const t = useText()
  const isClean = left.length === 0 && keychain === 'cleared'
  return (
    <Dialog title={t('removal.title')} open onClose={onQuit} role="alertdialog">
      {isClean ? <Message tone="ok" role="status" message={t('removal.done')} hint={t('removal.done.hint')} /> : <Message tone="warn" role="alert" message={t('removal.left')} />}
      {!isClean && (
        <ul className="bullets">
          {left.map(({ client, path }) => (
            <li key={path}>{client === undefined ? t('removal.left.path', { path }) : t('removal.left.client', { client, path })}</li>
          ))}
          {keychain === 'unknown' && <li>{t('removal.left.keychain')}</li>}
        </ul>
      )}
      <div className="actions">
        <Button autoFocus kind="primary" onClick={onQuit}>
          {t('removal.quit')}
        </Button>
      </div>
    </Dialog>
  )
}
