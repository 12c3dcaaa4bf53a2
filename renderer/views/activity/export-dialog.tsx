import { useState } from 'react'
import { EXPORT_FORMATS, type ActivityFilter, type ExportFormat } from '../../../src/contract/activity'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'

interface ExportDialogProps {
  readonly open: boolean
  readonly filter: ActivityFilter
  /** How many calls the filter matches, and whether it is one. */
  readonly count: number
  readonly filtering: 'yes' | 'no'
  readonly onClose: () => void
  /** A file was written. */
  readonly onDone: (path: string) => void
}

/** Asks in which form the calls in sight are to be written; where to is asked by the system. */
export function ExportDialog({ open, filter, count, filtering, onClose, onDone }: ExportDialogProps) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const [format, setFormat] = useState<ExportFormat>('csv')

  const write = async () => {
    const result = await bridge.exportActivity({ format, filter })
    if (result.ok && result.path !== null) onDone(result.path)
    if (result.ok) onClose()
    return result
  }
  return (
    <Dialog title={t('export.title')} open={open} onClose={onClose}>
      <p>{t(filtering === 'yes' ? 'export.matching' : 'export.whole', { count })}</p>
      <fieldset className="choices">
        <legend className="visually-hidden">{t('export.format')}</legend>
        {EXPORT_FORMATS.map((value) => (
          <label key={value} className="choice">
            <input
              type="radio"
              name="export-format"
              checked={format === value}
              onChange={() => {
                setFormat(value)
              }}
            />
            <span>
              {t(`export.${value}`)}
              <span className="muted small">{t(`export.${value}.about`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Failure failure={action.failure} />
      <div className="actions">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button kind="primary" pending={action.pending} onClick={() => void action.run(write)}>
          {t('export.confirm')}
        </Button>
      </div>
    </Dialog>
  )
}
