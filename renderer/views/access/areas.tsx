import { useId } from 'react'
import { MODEL_PRESETS, OTHER_MODELS } from '../../../src/contract/access'
import { Card } from '../../components/card'
import { SwitchRow } from '../../components/switch-row'
import { useText } from '../../i18n/text'
import { withArea, withOthers } from '../../../src/state/policy-edits'
import { usePolicy } from './use-policy'

/** What may be read without asking, by what the business calls it, and what becomes of the rest. */
export function Areas() {
  const t = useText()
  const { policy, save } = usePolicy()
  const name = useId()
  return (
    <Card title={t('areas.title')}>
      <p className="muted access-about">{t('areas.about')}</p>
      <div className="rows access-switches">
        {MODEL_PRESETS.map((area) => (
          <SwitchRow
            key={area}
            label={t(`area.${area}`)}
            about={t(`area.${area}.about`)}
            checked={policy.models.presets.includes(area)}
            onChange={(checked) => void save(withArea(policy, area, checked ? 'on' : 'off'))}
          />
        ))}
        <div className="access-others">
          <span id={`${name}-label`} className="label">{t('areas.others')}</span>
          <div className="segments" role="radiogroup" aria-labelledby={`${name}-label`}>
            {OTHER_MODELS.map((others) => (
              <label key={others}>
                <input type="radio" name={name} checked={policy.models.others === others} onChange={() => void save(withOthers(policy, others))} />
                {t(`others.${others}`)}
              </label>
            ))}
          </div>
          <p className="muted small">{t(`others.${policy.models.others}.about`)}</p>
        </div>
      </div>
    </Card>
  )
}
