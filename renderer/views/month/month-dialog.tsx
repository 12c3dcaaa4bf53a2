import { CalendarDays } from 'lucide-react'
import { useState } from 'react'
import type { SheetFormat } from '../../../src/contract/access'
import type { MonthSummary } from '../../../src/contract/month'
import { monthReport } from '../../../src/state/month-report'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Sheet } from '../../components/sheet'
import { Skeleton } from '../../components/skeleton'
import { useFormats, useText } from '../../i18n/text'
import { useMonth, type MonthView } from './use-month'
import './month.css'

/** The way to the page of a month, wherever activity is shown. */
export function MonthOpener({ look }: { readonly look: 'button' | 'link' }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const show = () => {
    setOpen(true)
  }
  return (
    <>
      {look === 'link' ? (
        <LinkButton onClick={show}>{t('month.open')}</LinkButton>
      ) : (
        <Button icon={<CalendarDays size={14} aria-hidden="true" />} onClick={show}>
          {t('month.open')}
        </Button>
      )}
      {open && (
        <MonthDialog
          onClose={() => {
            setOpen(false)
          }}
        />
      )}
    </>
  )
}

/** What happened in a month, on one page: to read, to print, to keep. */
function MonthDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText()
  const { view, choose } = useMonth()
  // What was chosen shows while it is counted.
  const [wanted, setWanted] = useState<string | null>(null)
  const [months, setMonths] = useState<readonly string[]>([])
  if (view.status === 'ready' && view.summary.months !== months) setMonths(view.summary.months)
  const month = wanted ?? (view.status === 'ready' ? view.summary.month : undefined)
  return (
    <Dialog title={t('month.title')} open size="page" onClose={onClose}>
      {months.length > 0 && (
        <MonthChoice
          months={months}
          month={month}
          onChoose={(next) => {
            setWanted(next)
            choose(next)
          }}
        />
      )}
      <Page
        view={view}
        onAgain={() => {
          choose(wanted ?? undefined)
        }}
      />
      <Actions view={view} onClose={onClose} />
    </Dialog>
  )
}

interface MonthChoiceProps {
  readonly months: readonly string[]
  readonly month: string | undefined
  readonly onChoose: (month: string) => void
}

function MonthChoice({ months, month, onChoose }: MonthChoiceProps) {
  const t = useText()
  const formats = useFormats()
  return (
    <label className="month-choice no-print">
      <span>{t('month.choose')}</span>
      <select
        className="select"
        value={month}
        onChange={({ target }) => {
          onChoose(target.value)
        }}
      >
        {months.map((one) => (
          <option key={one} value={one}>
            {formats.month(one)}
          </option>
        ))}
      </select>
    </label>
  )
}

function Page({ view, onAgain }: { readonly view: MonthView; readonly onAgain: () => void }) {
  const t = useText()
  if (view.status === 'loading') return <Skeleton lines={14} />
  if (view.status === 'failed') {
    return (
      <Message tone="bad" role="alert" message={view.failure?.message ?? t('month.failed')} hint={view.failure?.hint ?? t('activity.failed.hint')}>
        <Button onClick={onAgain}>{t('action.tryAgain')}</Button>
      </Message>
    )
  }
  return <Sheet sheet={monthReport(view.summary, view.verdict)} label={t('month.title')} />
}

function Actions({ view, onClose }: { readonly view: MonthView; readonly onClose: () => void }) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const summary: MonthSummary | null = view.status === 'ready' && view.verdict !== 'checking' ? view.summary : null
  const save = (format: SheetFormat) => {
    if (summary !== null) void action.run(() => bridge.saveMonth({ month: summary.month, format }))
  }
  // A page that says "is being checked" is none to print or keep.
  const waiting = summary === null
  return (
    <>
      <Failure failure={action.failure} />
      <div className="actions no-print">
        <Button
          disabled={waiting}
          onClick={() => {
            window.print()
          }}
        >
          {t('sheet.print')}
        </Button>
        <Button disabled={waiting} pending={action.pending} onClick={() => { save('html') }}>{t('sheet.html')}</Button>
        <Button disabled={waiting} pending={action.pending} onClick={() => { save('markdown') }}>{t('sheet.markdown')}</Button>
        <Button kind="primary" onClick={onClose}>{t('action.close')}</Button>
      </div>
    </>
  )
}
