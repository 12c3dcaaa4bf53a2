import { useCallback, useEffect, useState } from 'react'
import type { BackupSummary } from '../../../src/contract/registration'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useFormats, useText } from '../../i18n/text'

interface BackupsProps {
  readonly clientId: string
  readonly name: string
  readonly open: boolean
  readonly onClose: () => void
}

/** Copies of a client's configuration, and the way back to one of them. */
export function Backups({ clientId, name, open, onClose }: BackupsProps) {
  const t = useText()
  return (
    <Dialog title={t('backups.title', { name })} open={open} onClose={onClose}>
      <p className="muted">{t('backups.about')}</p>
      <BackupList clientId={clientId} />
      <div className="actions">
        <Button onClick={onClose}>{t('action.close')}</Button>
      </div>
    </Dialog>
  )
}

function BackupList({ clientId }: { readonly clientId: string }) {
  const t = useText()
  const formats = useFormats()
  const bridge = useBridge()
  const { failure, pending, run } = useAction()
  const [backups, setBackups] = useState<readonly BackupSummary[] | 'failed' | null>(null)
  const [restored, setRestored] = useState<string | null>(null)
  const look = useCallback(
    () =>
      bridge.listBackups({ clientId }).then(setBackups, () => {
        setBackups('failed')
      }),
    [bridge, clientId],
  )
  useEffect(() => {
    void look()
  }, [look])

  const restore = (backup: string) => {
    setRestored(null)
    void run(() => bridge.restoreBackup({ clientId, name: backup })).then((done) => {
      if (!done) return
      setRestored(backup)
      void look()
    })
  }
  const nameOf = (backup: string): string => {
    const time = timeOf(backup)
    return time === null ? backup : formats.moment(time)
  }
  if (backups === null) return <Skeleton lines={3} />
  if (backups === 'failed') return <Message tone="bad" role="alert" message={t('failure.message')} hint={t('failure.hint')} />
  return (
    <>
      {backups.length === 0 ? (
        <p>{t('backups.none')}</p>
      ) : (
        <ul className="rows">
          {backups.map(({ name }) => (
            <li key={name} className="backup">
              <span>{nameOf(name)}</span>
              <Button
                aria-label={`${t('backups.restore')} ${nameOf(name)}`}
                pending={pending}
                onClick={() => {
                  restore(name)
                }}
              >
                {t('backups.restore')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Failure failure={failure} />
      {restored !== null && <Message tone="ok" role="status" message={t('backups.restored', { time: nameOf(restored) })} hint={t('backups.restored.hint')} />}
    </>
  )
}

/** The moment in a backup's name, `….vitrine-backup-20261120T140500000Z`. */
function timeOf(name: string): string | null {
  const parts = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\d*Z(?:-\d+)?$/.exec(name)
  if (parts === null) return null
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = parts
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}
