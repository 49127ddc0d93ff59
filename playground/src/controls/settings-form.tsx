import { type ReactNode, useId, useState } from 'react'
import type { Flow, PlaygroundClient, Settings } from '../flows/flow.ts'

interface SettingsProps {
  readonly flow: Flow
  readonly settings: Settings
  readonly clients: readonly PlaygroundClient[]
  readonly onChange: (settings: Settings) => void
  /** Reads the metadata of another server. Throws an error whose message says why it cannot be used. */
  readonly onServer: (issuer: string) => Promise<void>
}

/** What the run is made with. A change starts over. */
export function SettingsForm({ flow, settings, clients, onChange, onServer }: SettingsProps): ReactNode {
  const usable = clients.filter(({ clientId }) => flow.clients.includes(clientId))
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
        <Choice
          label="Client"
          value={settings.client.clientId}
          options={usable.map(({ clientId, clientSecret }) => ({
            value: clientId,
            label: `${clientId} (${clientSecret === undefined ? 'public' : 'confidential'})`,
          }))}
          onChange={choose}
        />
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

/** Takes effect when it is left, or with Enter: a change starts over, and not at every letter. */
function TextField({
  label,
  hint,
  value,
  onCommit,
}: {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onCommit: (value: string) => void
}): ReactNode {
  const id = useId()
  const [text, setText] = useState(value)
  const commit = (): void => {
    if (text !== value) onCommit(text)
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        value={text}
        aria-describedby={`${id}-hint`}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      <p id={`${id}-hint`} className="word">
        {hint}
      </p>
    </div>
  )
}

function ServerField({
  issuer,
  onServer,
}: {
  readonly issuer: string
  readonly onServer: (issuer: string) => Promise<void>
}): ReactNode {
  const id = useId()
  const [text, setText] = useState(issuer)
  const [state, setState] = useState<{ readonly isBad: boolean; readonly message: string }>()
  const use = async (): Promise<void> => {
    setState({ isBad: false, message: 'Reading the metadata …' })
    try {
      await onServer(text.trim())
      setState({ isBad: false, message: 'The metadata was read.' })
    } catch (error) {
      setState({ isBad: true, message: error instanceof Error ? error.message : String(error) })
    }
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
          type="url"
          required
          value={text}
          aria-invalid={state?.isBad === true}
          aria-describedby={`${id}-message`}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="button secondary">
          Use
        </button>
      </div>
      <p id={`${id}-message`} role="status" className={state?.isBad ? 'field-error' : 'word'}>
        {state?.message ?? 'The issuer of any server whose metadata a browser may read.'}
      </p>
    </form>
  )
}
