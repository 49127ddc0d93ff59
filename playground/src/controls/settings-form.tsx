import { type ReactNode, useId, useState } from 'react'
import { Reason } from '../details/exchange-details.tsx'
import type { Flow, Settings } from '../flows/flow.ts'
import type { PlaygroundConfig } from '../wire/config.ts'
import type { Explanation } from '../wire/exchange.ts'
import { OwnClient } from './own-client.tsx'
import { TextField } from './text-field.tsx'

interface SettingsProps {
  readonly flow: Flow
  readonly settings: Settings
  readonly config: PlaygroundConfig
  readonly onChange: (settings: Settings) => void
  /** Uses another server. Returns why it cannot be used. */
  readonly onServer: (issuer: string) => Promise<Explanation | undefined>
}

/** What the run is made with. A change starts over. */
export function SettingsForm({ flow, settings, config, onChange, onServer }: SettingsProps): ReactNode {
  const usable = config.clients.filter(({ clientId }) => flow.clients.includes(clientId))
  const choose = (clientId: string): void => {
    const client = usable.find((one) => one.clientId === clientId)
    if (client) onChange({ ...settings, client })
  }
  return (
    <details className="settings">
      <summary>
        Settings
        <span className="settings-summary">
          {settings.client.clientId} · {settings.scope === '' ? 'no scope' : settings.scope}
        </span>
      </summary>
      <div className="settings-fields">
        {settings.metadata.issuer === config.issuer ? (
          <Choice
            label="Client"
            value={settings.client.clientId}
            options={usable.map(({ clientId, clientSecret }) => ({
              value: clientId,
              label: `${clientId} (${clientSecret === undefined ? 'public' : 'confidential'})`,
            }))}
            onChange={choose}
          />
        ) : (
          <OwnClient settings={settings} onChange={onChange} />
        )}
        <TextField
          label="Scope"
          hint="Separated by spaces: read, create, delete, openid, profile, email."
          value={settings.scope}
          onCommit={(scope) => onChange({ ...settings, scope: scope.trim().replace(/\s+/g, ' ') })}
        />
        {flow.choices.map(({ name, label, options }) => (
          <Choice
            key={name}
            label={label}
            value={settings.choices[name] ?? options[0]?.value ?? ''}
            options={options}
            onChange={(value) => onChange({ ...settings, choices: { ...settings.choices, [name]: value } })}
          />
        ))}
        <ServerField issuer={settings.metadata.issuer} onServer={onServer} />
        <p className="word">
          The secrets of these clients are demo secrets, published with the demo. A change starts over.
        </p>
      </div>
    </details>
  )
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string) => void
}): ReactNode {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

function ServerField({
  issuer,
  onServer,
}: {
  readonly issuer: string
  readonly onServer: SettingsProps['onServer']
}): ReactNode {
  const id = useId()
  const [text, setText] = useState(issuer)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<Explanation>()
  const use = async (): Promise<void> => {
    setBusy(true)
    setFault(await onServer(text))
    setBusy(false)
  }
  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault()
        void use()
      }}
    >
      <label htmlFor={id}>Authorization server</label>
      <div className="with-button">
        <input
          id={id}
          className="input"
          inputMode="url"
          value={text}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-message`}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="button secondary">
          Use
        </button>
      </div>
      <p id={`${id}-message`} className="word">
        {isBusy ? 'Reading the metadata …' : 'The issuer of any server that lets browsers read its metadata (CORS).'}
      </p>
      <div role="status">{fault && <Reason explanation={fault} />}</div>
    </form>
  )
}
