import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { useText } from '../../i18n/text'
import { ClientKeyRow } from './client-key-row'
import { CreateKey } from './create-key'

/** Who has a key to Vitrine, what it is good for still, and the way to a new one. */
export function ClientKeys() {
  const t = useText()
  const { clients } = useAppState()
  const [creating, setCreating] = useState(false)
  return (
    <Card title={t('clientKeys.title')}>
      <div className="client-keys">
        <p className="muted">{t('clientKeys.about')}</p>
        {clients.length === 0 ? (
          <p>{t('clientKeys.none')}</p>
        ) : (
          <ul className="rows" aria-label={t('clientKeys.title')}>
            {clients.map((client) => (
              <ClientKeyRow key={client.id} client={client} />
            ))}
          </ul>
        )}
        <div className="another">
          <h3>{t('another.title')}</h3>
          <p className="muted">{t('another.about')}</p>
          <div className="actions">
            <Button
              icon={<Plus size={14} aria-hidden="true" />}
              onClick={() => {
                setCreating(true)
              }}
            >
              {t('create.action')}
            </Button>
          </div>
        </div>
      </div>
      <CreateKey
        open={creating}
        onClose={() => {
          setCreating(false)
        }}
      />
    </Card>
  )
}
