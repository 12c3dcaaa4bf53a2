import type { ClientStatus } from '../../../src/contract/registration'
import { Message } from '../../components/message'
import { useText } from '../../i18n/text'

/** What came of our entry when the client started after it was written, and that it is still to come. */
export function NextStartLine({ client: { name, kind, nextStart } }: { readonly client: Pick<ClientStatus, 'name' | 'kind' | 'nextStart'> }) {
  const t = useText()
  if (nextStart === 'lost' && kind !== 'registered') {
    return <Message tone="warn" role="status" message={t('nextStart.lost', { name })} hint={t('nextStart.lost.hint', { name })} />
  }
  if (kind !== 'registered' || nextStart === null || nextStart === 'lost') return null
  return <Message tone={nextStart === 'kept' ? 'ok' : 'plain'} role="status" message={t(`nextStart.${nextStart}`, { name })} />
}
