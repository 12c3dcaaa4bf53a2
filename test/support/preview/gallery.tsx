import { Download, Inbox, Plus, X } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button, LinkButton } from '../../../renderer/components/button'
import { Card } from '../../../renderer/components/card'
import { CopyField } from '../../../renderer/components/copy-field'
import { CopyText } from '../../../renderer/components/copy-text'
import { DataPath } from '../../../renderer/components/data-path'
import { EmptyState } from '../../../renderer/components/empty-state'
import { FieldChips } from '../../../renderer/components/field-chips'
import { Mark } from '../../../renderer/components/mark'
import { Message } from '../../../renderer/components/message'
import { OutcomeMark } from '../../../renderer/components/outcome'
import { Segments } from '../../../renderer/components/segments'
import { Skeleton } from '../../../renderer/components/skeleton'
import { StatusShape } from '../../../renderer/components/status-shape'
import { SwitchRow } from '../../../renderer/components/switch-row'
import { TextField } from '../../../renderer/components/text-field'
import { ViewHead } from '../../../renderer/components/view-head'
import type { Outcome } from '../../../src/contract/activity'
import type { ConnectionStatus } from '../../../src/contract/app-state'
import './gallery.css'

const COLOURS = ['bg', 'surface', 'sunken', 'hover', 'line', 'line-strong', 'control-line', 'text', 'muted', 'accent', 'accent-hover', 'accent-weak', 'accent-text', 'ok', 'warn', 'warn-weak', 'bad', 'bad-weak', 'bad-text', 'bar', 'bar-strong']
const SIZES = ['text-small', 'text-dense', 'text-lead', 'text-title', 'text-large', 'text-figure']
const SPACES = ['s1', 's2', 's3', 's4', 's5', 's6', 's8']
const RADII = ['radius-small', 'radius', 'radius-large', 'radius-pill']
const KINDS = ['plain', 'primary', 'danger', 'quiet'] as const
const TONES = ['bad', 'warn', 'ok', 'plain'] as const
const OUTCOMES: readonly Outcome[] = ['answered', 'refused', 'failed', 'cancelled']
const STATES: readonly ConnectionStatus['kind'][] = ['none', 'disconnected', 'connecting', 'connected', 'paused', 'problem']
const FIELDS = ['name', 'partner_id', 'date_order', 'amount_total', 'state', 'user_id', 'invoice_status', 'currency_id']

/** Every token and every component in each of its states, for whoever changes one: `npm run gallery`. Not part of the application. */
export function Gallery() {
  return (
    <main className="gallery">
      <ViewHead title="Gallery" actions={<Button icon={<Plus size={14} aria-hidden="true" />}>An action of the view</Button>}>
        <p className="muted">Tokens and components, one theme at a time.</p>
      </ViewHead>
      <Tokens />
      <Buttons />
      <Fields />
      <Words />
      <Shapes />
    </main>
  )
}

function Tokens() {
  return (
    <>
      <Part title="Colours">
        {COLOURS.map((name) => (
          <figure key={name}>
            <svg width="72" height="32" aria-hidden="true">
              <rect width="72" height="32" rx="4" fill={`var(--${name})`} stroke="var(--line)" />
            </svg>
            <figcaption>{name}</figcaption>
          </figure>
        ))}
      </Part>
      <Part title="Letters">
        {SIZES.map((name) => (
          <svg key={name} width="230" height="34" role="img" aria-label={name}>
            <text y="24" fill="var(--text)" fontSize={`var(--${name})`}>{`Ag 123 ${name}`}</text>
          </svg>
        ))}
      </Part>
      <Part title="Space and radius">
        {SPACES.map((name) => (
          <figure key={name}>
            <svg width="40" height="32" aria-hidden="true">
              <rect height="32" rx="1" width={`var(--${name})`} fill="var(--bar-strong)" />
            </svg>
            <figcaption>{name}</figcaption>
          </figure>
        ))}
        {RADII.map((name) => (
          <figure key={name}>
            <span className={`gallery-tile ${name}`} aria-hidden="true" />
            <figcaption>{name}</figcaption>
          </figure>
        ))}
      </Part>
    </>
  )
}

function Buttons() {
  return (
    <Part title="Buttons">
      {KINDS.map((kind) => (
        <div key={kind} className="gallery-row">
          <Button kind={kind}>Text</Button>
          <Button kind={kind} icon={<Download size={14} aria-hidden="true" />}>
            Text and icon
          </Button>
          <Button kind={kind} icon={<X size={14} aria-hidden="true" />} aria-label={`Icon alone, ${kind}`} />
          <Button kind={kind} pending>
            Under way
          </Button>
          <Button kind={kind} disabled>
            Not now
          </Button>
        </div>
      ))}
      <LinkButton>A link inside the window</LinkButton>
    </Part>
  )
}

function Fields() {
  const [choice, setChoice] = useState<'system' | 'light' | 'dark'>('system')
  const [on, setOn] = useState(true)
  return (
    <Part title="Fields">
      <div className="gallery-column">
        <TextField label="Plain" defaultValue="Typed" />
        <TextField label="Not needed" optional="optional" placeholder="An example" about="Says what it is for." />
        <TextField label="Wrong" defaultValue="htp://odoo" wrong="This is no address. It begins with https://" />
        <TextField label="Not now" defaultValue="Kept" disabled />
      </div>
      <div className="gallery-column">
        <SwitchRow label="On" about="What it does when it is on." checked={on} onChange={setOn} />
        <SwitchRow label="Off" about="What it does when it is on." checked={!on} onChange={(checked) => { setOn(!checked) }} />
        <Segments label="One of a few" value={choice} onPick={setChoice} choices={[{ value: 'system', label: 'System' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]} />
        <CopyField label="To copy" text="https://northwind.example/odoo" />
        <CopyText label="Lines to copy" text={'{\n  "command": "vitrine-relay"\n}'} />
      </div>
    </Part>
  )
}

function Words() {
  return (
    <Part title="What is said">
      <div className="gallery-column">
        {TONES.map((tone) => (
          <Message key={tone} tone={tone} message={`A message, ${tone}.`} hint="And what to do about it.">
            <Button>Do it</Button>
          </Message>
        ))}
      </div>
      <div className="gallery-column">
        <Card title="A card" aside="something aside" end={<LinkButton>All of it</LinkButton>}>
          <p>What the card is about.</p>
        </Card>
        <Card title="A card that loads">
          <Skeleton lines={3} />
        </Card>
        <EmptyState icon={Inbox} title="Nothing here yet" about="What would be here, and how it comes.">
          <Button kind="primary">The one action</Button>
        </EmptyState>
      </div>
      <DataPath />
    </Part>
  )
}

function Shapes() {
  return (
    <Part title="Shapes">
      <div className="gallery-row">
        <Mark size={28} />
        {STATES.map((kind) => (
          <span key={kind} className="gallery-state">
            <StatusShape kind={kind} /> {kind}
          </span>
        ))}
      </div>
      <div className="gallery-row">
        {OUTCOMES.map((outcome) => (
          <OutcomeMark key={outcome} outcome={outcome} />
        ))}
      </div>
      <FieldChips fields={FIELDS} hiddenFields={['margin']} />
      <FieldChips fields={FIELDS} hiddenFields={['margin']} lineWidth={180} />
    </Part>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="gallery-part" aria-label={title}>
      <h2>{title}</h2>
      <div>{children}</div>
    </section>
  )
}
