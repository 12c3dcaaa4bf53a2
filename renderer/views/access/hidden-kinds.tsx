import { FIELD_PRESETS } from '../../../src/contract/access'
import { Card } from '../../components/card'
import { SwitchRow } from '../../components/switch-row'
import { useText } from '../../i18n/text'
import { withKind } from '../../../src/state/policy-edits'
import { usePolicy } from './use-policy'

/** Kinds of data that are hidden wherever they stand, fields of one's own included. */
export function HiddenKinds() {
  const t = useText()
  const { policy, save } = usePolicy()
  return (
    <Card title={t('kinds.title')}>
      <p className="muted access-about">{t('kinds.about')}</p>
      <div className="rows access-switches">
        {FIELD_PRESETS.map((kind) => (
          <SwitchRow
            key={kind}
            label={t(`kind.${kind}`)}
            about={t(`kind.${kind}.about`)}
            checked={policy.fields.presets.includes(kind)}
            onChange={(checked) => void save(withKind(policy, kind, checked ? 'on' : 'off'))}
          />
        ))}
      </div>
    </Card>
  )
}
