import { useState } from 'react'
import { useAction } from '../../bridge/use-action'
import { useBridge, useServices } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'
import { EvidenceFiles } from './evidence-files'
import { EvidenceReader } from './evidence-reader'
import { PERIODS, periodOf, type PeriodName } from './periods'
import { useEvidence } from './use-evidence'
import './evidence.css'

/** What an evidence pack would hold: every file to be read before anything is written. */
export function EvidenceDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText()
  const bridge = useBridge()
  const { now } = useServices()
  const action = useAction()
  const { view, prepare } = useEvidence()
  const [period, setPeriod] = useState<PeriodName>('all')
  const [reading, setReading] = useState<string | null>(null)
  const [written, setWritten] = useState<string | null>(null)

  const choose = (name: PeriodName) => {
    setPeriod(name)
    setWritten(null)
    prepare(periodOf(name, now()))
  }
  const write = async () => {
    const result = await bridge.writeEvidence({})
    if (result.ok) setWritten(result.path)
    return result
  }
  if (reading !== null) {
    return (
      <EvidenceReader
        path={reading}
        onBack={() => {
          setReading(null)
        }}
        onClose={onClose}
      />
    )
  }
  return (
    <Dialog title={t('evidence.title')} open size="page" onClose={onClose}>
      <p>{t('evidence.about')}</p>
      <label className="evidence-period">
        <span>{t('evidence.period')}</span>
        <select
          className="select"
          value={period}
          onChange={({ target }) => {
            choose(target.value as PeriodName)
          }}
        >
          {PERIODS.map((name) => (
            <option key={name} value={name}>
              {t(`evidence.period.${name}`)}
            </option>
          ))}
        </select>
      </label>
      <Failure failure={action.failure} />
      {written !== null && <Message tone="ok" role="status" message={t('evidence.written')} hint={written} />}
      {view.status === 'preparing' && (
        <div role="status" aria-label={t('evidence.preparing')}>
          <Skeleton lines={10} />
        </div>
      )}
      {view.status === 'failed' && (
        <Message tone="bad" role="alert" message={view.failure?.message ?? t('evidence.failed')} hint={view.failure?.hint ?? t('activity.failed.hint')}>
          <Button
            onClick={() => {
              choose(period)
            }}
          >
            {t('action.tryAgain')}
          </Button>
        </Message>
      )}
      {view.status === 'ready' && <EvidenceFiles files={view.files} onRead={setReading} />}
      <p className="muted small">{t('evidence.notCertified')}</p>
      <div className="actions">
        <Button onClick={onClose}>{t('action.close')}</Button>
        <Button kind="primary" disabled={view.status !== 'ready'} pending={action.pending} onClick={() => void action.run(write)}>
          {t(action.pending ? 'evidence.writing' : 'evidence.write')}
        </Button>
      </div>
    </Dialog>
  )
}
