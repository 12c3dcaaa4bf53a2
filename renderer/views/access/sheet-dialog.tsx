import { useEffect, useState } from 'react'
import type { PermissionSheet, SheetFormat } from '../../../src/contract/access'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'

interface SheetDialogProps {
  readonly open: boolean
  readonly clientId: string | undefined
  readonly onClose: () => void
}

/** What a client may see, on one sheet: to read, to print, to hand over. */
export function SheetDialog({ open, clientId, onClose }: SheetDialogProps) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const [sheet, setSheet] = useState<PermissionSheet | null>(null)

  useEffect(() => {
    if (!open) return
    let isWanted = true
    void bridge.getPermissionSheet({ clientId }).then((made) => {
      if (isWanted) setSheet(made)
    })
    return () => {
      isWanted = false
    }
  }, [open, clientId, bridge])

  const save = (format: SheetFormat) => void action.run(() => bridge.savePermissionSheet({ clientId, format }))
  return (
    <Dialog
      title={t('sheet.title')}
      open={open}
      size="wide"
      onClose={() => {
        action.clear()
        onClose()
      }}
    >
      {sheet === null ? <Skeleton lines={8} /> : <Sheet sheet={sheet} />}
      <Failure failure={action.failure} />
      <div className="actions no-print">
        <Button
          onClick={() => {
            window.print()
          }}
        >
          {t('sheet.print')}
        </Button>
        <Button pending={action.pending} onClick={() => { save('html') }}>{t('sheet.html')}</Button>
        <Button pending={action.pending} onClick={() => { save('markdown') }}>{t('sheet.markdown')}</Button>
        <Button kind="primary" onClick={onClose}>{t('action.close')}</Button>
      </div>
    </Dialog>
  )
}

function Sheet({ sheet }: { readonly sheet: PermissionSheet }) {
  return (
    <div className="sheet">
      <p className="sheet-title">{sheet.title}</p>
      <dl className="details">
        {sheet.facts.map(({ name, value }) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {sheet.sections.map(({ title, sentences }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul className="bullets">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
