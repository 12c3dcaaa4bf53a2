import { Download, ShieldCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ActivityEvent } from '../../../src/contract/activity'
import { useAction } from '../../bridge/use-action'
import { useAppState, useServices } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Segments } from '../../components/segments'
import { ViewHead } from '../../components/view-head'
import { useText } from '../../i18n/text'
import { useNavigation, type Intent } from '../../shell/navigation'
import { MonthOpener } from '../month/month-dialog'
import { DeleteActivity } from '../settings/delete-activity'
import { Announcer } from './announcer'
import { CallsView, countWords } from './calls-view'
import { DetailDrawer } from './detail-drawer'
import { ExportDialog } from './export-dialog'
import { FilterBar, type Choice } from './filter-bar'
import { filterOf, isFiltering, NO_FILTER, type FilterChoice } from './filters'
import { JournalFoot } from './journal-foot'
import { LiveSwitch } from './live-switch'
import { ModelsView } from './models-view'
import { useFeed } from './use-feed'
import { useSeen } from './use-seen'
import { useVerify } from './use-verify'
import { VerifyResult } from './verify-result'
import './activity.css'
import './models-view.css'

const WAYS = ['calls', 'models'] as const

/** The live view: every call as it happens, newest first; or what they come to by model. */
export function ActivityView() {
  const t = useText()
  const { now } = useServices()
  const { connections, clients } = useAppState()
  const { intent } = useNavigation()
  const [choice, setChoice] = useState(() => firstChoice(intent))
  const { feed, view } = useFeed(() => filterOf(choice, now()))
  const [way, setWay] = useState<(typeof WAYS)[number]>('calls')
  const [opened, setOpened] = useState<ActivityEvent | null>(null)
  const [asking, setAsking] = useState<'nothing' | 'delete' | 'export'>('nothing')
  const [exported, setExported] = useState<string | null>(null)
  const checking = useAction()
  const { verdict, verify, forget } = useVerify()
  const seen = useSeen(view.events)
  const filtering = isFiltering(choice) ? 'yes' : 'no'
  const isAskedToVerify = intent?.kind === 'verify'
  const { run } = checking
  useEffect(() => {
    if (isAskedToVerify) void run(verify)
  }, [isAskedToVerify, run, verify])

  const choose = (next: FilterChoice) => {
    setChoice(next)
    feed.setFilter(filterOf(next, now()))
  }
  const done = () => {
    setAsking('nothing')
  }

  return (
    <div className="view-body fills">
      <ViewHead
        title={t('activity.title')}
        actions={
          <>
            <LiveSwitch feed={view} onPause={feed.pause} onResume={feed.resume} />
            <MonthOpener look="button" />
            <Button
              icon={<Download size={14} aria-hidden="true" />}
              onClick={() => {
                setExported(null)
                setAsking('export')
              }}
            >
              {t('activity.export')}
            </Button>
            <Button icon={<ShieldCheck size={14} aria-hidden="true" />} pending={checking.pending} onClick={() => void checking.run(verify)}>
              {t(checking.pending ? 'verify.running' : 'verify.action')}
            </Button>
          </>
        }
      >
        <p>{t('activity.about')}</p>
      </ViewHead>
      <Failure failure={checking.failure} />
      {verdict !== null && <VerifyResult verdict={verdict} onClose={forget} />}
      {exported !== null && <Message tone="ok" role="status" message={t('export.done')} hint={exported} />}
      <FilterBar
        choice={choice}
        clients={withChosen(seen.clients, choice.clientId, clients.find(({ id }) => id === choice.clientId)?.name)}
        models={withChosen(seen.models, choice.model)}
        connections={connections.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={choose}
        end={<Segments label={t('activity.way')} value={way} choices={WAYS.map((value) => ({ value, label: t(`activity.way.${value}`) }))} onPick={setWay} />}
      />
      {way === 'calls' ? (
        <CallsView
          feed={feed}
          view={view}
          filtering={filtering}
          onOpen={setOpened}
          onClear={() => {
            choose(NO_FILTER)
          }}
        />
      ) : (
        <ModelsView
          filter={view.filter}
          onPick={(model) => {
            choose({ ...choice, model })
            setWay('calls')
          }}
        />
      )}
      <JournalFoot
        words={countWords(view, filtering, t)}
        total={view.total}
        onDelete={() => {
          setAsking('delete')
        }}
      />
      <Announcer />
      <DetailDrawer
        event={opened}
        onClose={() => {
          setOpened(null)
        }}
      />
      <ExportDialog open={asking === 'export'} filter={view.filter} count={view.total} filtering={filtering} onClose={done} onDone={setExported} />
      <DeleteActivity open={asking === 'delete'} onClose={done} onDone={feed.reload} />
    </div>
  )
}

function firstChoice(intent: Intent | null): FilterChoice {
  if (intent?.kind !== 'calls_of') return NO_FILTER
  return { ...NO_FILTER, clientId: intent.clientId ?? '', model: intent.model ?? '' }
}

/** Of what was chosen elsewhere, no call may have been met yet. */
function withChosen(choices: readonly Choice[], value: string, label = value): readonly Choice[] {
  return value === '' || choices.some((choice) => choice.value === value) ? choices : [{ value, label }, ...choices]
}
