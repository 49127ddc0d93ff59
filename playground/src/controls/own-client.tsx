import type { ReactNode } from 'react'
import type { Settings } from '../flows/flow.ts'
import { TextField } from './text-field.tsx'

/** A client that the reader registered at another server. It stays in this page. */
export function OwnClient({
  settings,
  onChange,
}: {
  readonly settings: Settings
  readonly onChange: (settings: Settings) => void
}): ReactNode {
  const { client, api } = settings
  return (
    <>
      <TextField
        label="Client id"
        hint={`Register a client at that server, with the redirect URI ${client.redirectUri}`}
        value={client.clientId}
        onCommit={(clientId) => onChange({ ...settings, client: { ...client, clientId } })}
      />
      <TextField
        label="Client secret"
        hint="Leave empty for a public client. It is kept in this page only; still, use a test client."
        value={client.clientSecret ?? ''}
        onCommit={(secret) =>
          onChange({ ...settings, client: { ...client, clientSecret: secret === '' ? undefined : secret } })
        }
      />
      <TextField
        label="API"
        hint="The URL of an API that accepts tokens of that server."
        value={api}
        onCommit={(changed) => onChange({ ...settings, api: changed })}
      />
    </>
  )
}
