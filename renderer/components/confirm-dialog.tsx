import type { ReactNode } from 'react'
import type { ActionResult } from '../../src/contract/requests'
import { useAction } from '../bridge/use-action'
import { useText } from '../i18n/text'
import { Button } from './button'
import { Dialog } from './dialog'
import { Failure } from './failure'

interface ConfirmDialogProps {
  readonly title: string
  /** Says what will happen, so that nobody presses it for "yes". */
  readonly confirm: string
  readonly open: boolean
  readonly onClose: () => void
  readonly onConfirm: () => Promise<ActionResult>
  readonly onDone?: () => void
  readonly children: ReactNode
}

/** Asks before something that cannot be undone; stays open, with the reason, when it fails. */
export function ConfirmDialog({ title, confirm, open, onClose, onConfirm, onDone, children }: ConfirmDialogProps) {
  const t = useText()
  const action = useAction()
  const close = () => {
    action.clear()
    onClose()
  }
  return (
    <Dialog title={title} open={open} onClose={close} role="alertdialog">
      {children}
      <Failure failure={action.failure} />
      <div className="actions">
        <Button autoFocus onClick={close}>
          {t('action.cancel')}
        </Button>
        <Button
          kind="danger"
          pending={action.pending}
          onClick={() => {
            void action.run(onConfirm).then((done) => {
              if (!done) return
              close()
              onDone?.()
            })
          }}
        >
          {confirm}
        </Button>
      </div>
    </Dialog>
  )
}
