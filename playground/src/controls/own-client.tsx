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
        hint="Empty for a public client. It stays in this page, but use one for tests only."
        value={client.clientSecret ?? ''}
        onCommit={(secret) =>
          onChange({ ...settings, client: { ...client, clientSecret: secret === '' ? undefined : secret } })
        }
      />
      <TextField
        label="API"
        hint="The address of an API that accepts the tokens of that server."
        value={api}
        onCommit={(changed) => onChange({ ...settings, api: changed })}
      />
    </>
  )
}
