import { Component, type ReactNode } from 'react'
import { useText } from '../i18n/text'
import { Button } from './button'
import { Message } from './message'

interface ErrorBoundaryProps {
  readonly children: ReactNode
}

/** Keeps a fault in one view from taking the window away; nothing of the error is shown, it may hold what was read. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly broken: boolean }> {
  override readonly state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  override render() {
    if (!this.state.broken) return this.props.children
    return (
      <BrokenView
        onRetry={() => {
          this.setState({ broken: false })
        }}
      />
    )
  }
}

function BrokenView({ onRetry }: { readonly onRetry: () => void }) {
  const t = useText()
  return (
    <div className="view-body">
      <h1 tabIndex={-1}>{t('broken.title')}</h1>
      <Message tone="bad" message={t('broken.message')} hint={t('broken.hint')}>
        <Button onClick={onRetry}>{t('action.tryAgain')}</Button>
      </Message>
    </div>
  )
}
