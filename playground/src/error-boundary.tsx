import { Component, type ReactNode } from 'react'

interface Props {
  readonly children: ReactNode
}

/** Shows a fault of the page itself in words, in place of a blank page. */
export class ErrorBoundary extends Component<Props, { readonly error: string | undefined }> {
  override state: { readonly error: string | undefined } = { error: undefined }

  static getDerivedStateFromError(error: unknown): { readonly error: string } {
    return { error: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    return <Problem title="The playground stopped" message={this.state.error} />
  }
}

/** A plain message in place of the page, and a way to try again. */
export function Problem({ title, message }: { readonly title: string; readonly message: string }): ReactNode {
  return (
    <main className="problem">
      <div className="card" role="alert">
        <h1>{title}</h1>
        <p>{message}</p>
        <p>
          <button type="button" className="button primary" onClick={() => location.reload()}>
            Load the page again
          </button>
        </p>
      </div>
    </main>
  )
}
