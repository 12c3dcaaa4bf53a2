import { CircleCheck, CircleDashed, CircleMinus, LoaderCircle, OctagonAlert } from 'lucide-react'
import type { StagedTest, TestStage } from '../../../src/contract/app-state'
import { isSilent } from '../../../src/i18n/sentence'
import { Card } from '../../components/card'
import { useSaid, useText } from '../../i18n/text'

const ICONS = { waiting: CircleDashed, running: LoaderCircle, passed: CircleCheck, failed: OctagonAlert, skipped: CircleMinus }

/** What was tested so far, what is being tested, and where and why it stopped. */
export function TestStages({ test }: { readonly test: StagedTest | null }) {
  const t = useText()
  const said = useSaid()
  const failed = test?.stages.find(({ status }) => status === 'failed')
  return (
    <>
      {test !== null && (
        <Card title={t('stages.label')}>
          <ol className="stages" aria-label={t('stages.label')}>
            {test.stages.map((stage) => (
              <Stage key={stage.name} stage={stage} />
            ))}
          </ol>
        </Card>
      )}
      <p className="visually-hidden" role="status">
        {test !== null && test.finished && (test.ok ? t('stages.ok') : t('stages.failed', { message: said(failed?.message ?? '') }))}
      </p>
    </>
  )
}

function Stage({ stage }: { readonly stage: TestStage }) {
  const t = useText()
  const said = useSaid()
  const Icon = ICONS[stage.status]
  return (
    <li className={`stage ${stage.status}`}>
      <Icon size={16} aria-hidden="true" />
      <div>
        <span className="stage-name">
          {t(`stage.${stage.name}`)}
          <span className="visually-hidden"> {t(`stageStatus.${stage.status}`)}</span>
        </span>
        {!isSilent(stage.message) && <p>{said(stage.message)}</p>}
        {!isSilent(stage.hint) && <p>{said(stage.hint)}</p>}
      </div>
    </li>
  )
}
