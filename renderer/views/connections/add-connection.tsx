import { ArrowLeft } from 'lucide-react'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { ViewHead } from '../../components/view-head'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { ConnectionForm } from './connection-form'

/** The view with the form for another connection. */
export function AddConnection({ onClose }: { readonly onClose: () => void }) {
  const t = useText()
  const { connections } = useAppState()
  const { go } = useNavigation()
  const isFirst = connections.length === 0
  return (
    <>
      <ViewHead
        title={t('add.title')}
        actions={
          <Button kind="quiet" icon={<ArrowLeft size={14} aria-hidden="true" />} onClick={onClose}>
            {t('action.back')}
          </Button>
        }
      >
        <p>{t('add.about')}</p>
      </ViewHead>
      <ConnectionForm
        label={t('add.title')}
        onAdded={() => {
          if (isFirst) go('overview')
          else onClose()
        }}
      />
    </>
  )
}
