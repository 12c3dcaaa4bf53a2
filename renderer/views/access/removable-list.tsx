import { X } from 'lucide-react'
import { Button } from '../../components/button'

export interface RemovableItem {
  readonly key: string
  readonly name: string
  readonly about: string
  /** Says what pressing the button does, with the name in it. */
  readonly remove: string
  readonly onRemove: () => void
}

export function RemovableList({ label, items }: { readonly label: string; readonly items: readonly RemovableItem[] }) {
  return (
    <ul className="removable" aria-label={label}>
      {items.map(({ key, name, about, remove, onRemove }) => (
        <li key={key}>
          <code>{name}</code>
          {about !== '' && <span className="muted small" title={about}>{about}</span>}
          <Button kind="quiet" icon={<X size={14} aria-hidden="true" />} aria-label={remove} title={remove} onClick={onRemove} />
        </li>
      ))}
    </ul>
  )
}
