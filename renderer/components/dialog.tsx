import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { ReactNode } from 'react'

interface DialogProps {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  /** `alertdialog` asks before something that cannot be undone. */
  readonly role?: 'dialog' | 'alertdialog'
  /** `wide` for what is read and not only answered, `page` for a page with tables. */
  readonly size?: 'usual' | 'wide' | 'page'
  readonly children: ReactNode
}

/** A question in front of everything else: holds the focus, gives it back, closes on Esc. */
export function Dialog({ title, open, onClose, role = 'dialog', size = 'usual', children }: DialogProps) {
  return (
    <ModalOverlay
      className="scrim"
      isOpen={open}
      isDismissable={role === 'dialog'}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Modal className={`dialog ${size}`}>
        <AriaDialog role={role}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface DrawerProps {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  /** Beside the title, at the end. */
  readonly end: ReactNode
  readonly children: ReactNode
}

/** The same at the right edge, for the details of one row. */
export function Drawer({ title, open, onClose, end, children }: DrawerProps) {
  return (
    <ModalOverlay
      className="scrim side"
      isOpen={open}
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Modal className="drawer">
        <AriaDialog>
          <div className="drawer-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {end}
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
