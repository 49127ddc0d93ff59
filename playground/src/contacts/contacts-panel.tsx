import { type ReactNode, useState } from 'react'
import { createContact, deleteContact, listContacts } from '../flows/steps/contacts.ts'
import type { RunProps } from '../run/run-store.ts'
import { readContacts } from './read-contacts.ts'
import { useKeepCalling } from './use-keep-calling.ts'

/** Names for new contacts: readers should not have to invent any. */
const names = ['Ada Lovelace', 'Alan Turing', 'Hedy Lamarr', 'Katherine Johnson', 'Edsger Dijkstra', 'Barbara Liskov']

/** The Contacts API: every press is an exchange of the run, and is drawn. */
export function ContactsPanel({ run, snapshot }: RunProps): ReactNode {
  const { settings, values, exchanges, busy } = snapshot
  const [name, setName] = useState(names[0] ?? '')
  const [keepsCalling, setKeepsCalling] = useKeepCalling(run)
  const { contacts, missingScope, isRefused } = readContacts(exchanges)
  const isReady = values.access_token !== undefined && !busy
  const wider = missingScope === undefined ? '' : widen(settings.scope, missingScope)
  return (
    <section className="card contacts" aria-labelledby="contacts-title">
      <h2 id="contacts-title">Contacts API</h2>
      {values.access_token === undefined ? (
        <p>
          There is no access token yet. Complete the flow first; then each button here sends a request, drawn as an
          arrow.
        </p>
      ) : (
        <p>
          The token was issued with <strong>{values.scope || settings.scope || 'no scope'}</strong>. Each button is a
          call with it, and an arrow.
        </p>
      )}
      <div className="row">
        <button
          type="button"
          className="button secondary"
          name="list"
          disabled={!isReady}
          onClick={() => run.call(listContacts)}
        >
          List
        </button>
        <label className="inline">
          <input
            type="checkbox"
            name="keep-calling"
            checked={keepsCalling}
            disabled={values.access_token === undefined}
            onChange={(event) => setKeepsCalling(event.target.checked)}
          />
          Keep calling, once a second
        </label>
      </div>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isReady) return
          run.call(createContact({ name: name.trim() || 'A contact' }))
          setName(names[(names.indexOf(name) + 1) % names.length] ?? '')
        }}
      >
        <label className="inline">
          Name
          <input
            className="input"
            name="contact"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <button type="submit" className="button secondary" name="create" disabled={!isReady}>
          Create
        </button>
      </form>
      {missingScope !== undefined && (
        <div className="refusal" role="status">
          <p>
            403 insufficient_scope: the token does not allow <strong>{missingScope}</strong>. A client cannot widen a
            token; it asks the owner again.
          </p>
          <button
            type="button"
            className="button primary"
            name="widen"
            disabled={busy}
            onClick={() => run.choose(snapshot.flow, { ...settings, scope: wider })}
          >
            Ask for {wider}
          </button>
        </div>
      )}
      {isRefused && (
        <p className="refusal" role="status">
          The API refused the call; the red arrow says why. Start the flow again for a new token.
        </p>
      )}
      {contacts !== undefined && (
        <ul className="contact-list" aria-label="Contacts">
          {contacts.map((contact) => (
            <li key={contact.id}>
              <span>{contact.name}</span>
              <button
                type="button"
                className="link-button"
                disabled={!isReady}
                aria-label={`Delete ${contact.name}`}
                onClick={() => run.call(deleteContact(contact.id))}
              >
                Delete
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="word">
        Narrow or revoke the key on{' '}
        <a href={`${settings.metadata.issuer}/keys`} target="_blank" rel="noreferrer">
          My keys
        </a>{' '}
        while calls are made: within a second, the next one is refused.
      </p>
    </section>
  )
}

function widen(scope: string, missing: string): string {
  return [...new Set([...scope.split(' '), ...missing.split(' ')])].filter((name) => name !== '').join(' ')
}
