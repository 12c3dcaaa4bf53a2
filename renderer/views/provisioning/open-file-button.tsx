import { FileInput } from 'lucide-react'
import { useRef } from 'react'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'
import { offerFile } from './offer-file'

/** Asks for a connection file; what it would do is shown by the dialog that belongs to it. */
export function OpenFileButton() {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={<FileInput size={14} aria-hidden="true" />} pending={action.pending} onClick={() => input.current?.click()}>
        {t('provision.open')}
      </Button>
      <input
        ref={input}
        hidden
        type="file"
        accept=".vitrine,.json"
        aria-label={t('provision.open')}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          if (file === undefined) return
          void action.run(() => offerFile(bridge, file))
          // So that the same file can be chosen again after it was mended.
          currentTarget.value = ''
        }}
      />
      <Failure failure={action.failure} />
    </>
  )
}
