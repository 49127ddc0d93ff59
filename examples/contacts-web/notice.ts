import { ClientError } from '@valetkey/client'

/** A notice to the user: what happened and what to do next. */
export interface Notice {
  readonly kind: 'insufficient_scope' | 'key_revoked' | 'access_denied' | 'error' | 'done'
  readonly title: string
  readonly text: string
  /** Rights to ask for with one button. */
  readonly missing?: readonly string[]
}

/** Says in plain words what each right lets this app do. */
export const rights: Readonly<Record<string, string>> = {
  read: 'see contacts',
  create: 'add contacts',
  delete: 'delete contacts',
}

/** Puts rights into words: `add contacts and delete contacts`. */
export function inWords(scope: readonly string[]): string {
  return new Intl.ListFormat('en').format(scope.map((name) => rights[name] ?? `use “${name}”`))
}

/** Turns what went wrong at the authorization server or the API into words for the user. */
export function toNotice(thrown: unknown, held: readonly string[]): Notice {
  if (!(thrown instanceof ClientError)) throw thrown
  if (thrown.code === 'insufficient_scope') {
    const unheld = thrown.scope.filter((name) => !held.includes(name))
    // A key narrowed since still looks whole to the app: then what the API names is what is missing.
    const missing = unheld.length > 0 ? unheld : thrown.scope
    return {
      kind: 'insufficient_scope',
      title: `Your key does not allow this app to ${inWords(missing) || 'do that'}`,
      text: `Nothing was changed.${missing.length > 0 ? ' You can give that one right now, or leave it.' : ''}`,
      missing,
    }
  }
  if (thrown.code === 'key_revoked' || thrown.code === 'key_expired') {
    return {
      kind: 'key_revoked',
      title: 'Your key was taken back',
      text: 'You took back the key that you gave this app, or its time was up. The app can no longer see your contacts; they are as you left them.',
    }
  }
  if (thrown.error === 'access_denied') {
    return held.length > 0
      ? {
          kind: 'access_denied',
          title: 'Your key stays as it was',
          text: 'You allowed nothing new, and that is fine: this app keeps the key it has.',
        }
      : {
          kind: 'access_denied',
          title: 'No key was handed over',
          text: 'You allowed nothing, and that is fine: this app holds no key of yours. If you change your mind, ask again.',
        }
  }
  if (thrown.code === 'mismatch' || thrown.code === 'invalid_id_token') {
    return {
      kind: 'error',
      title: 'This answer belongs to another request',
      text: 'It was not accepted and nothing was changed. Start again from here.',
    }
  }
  const server = thrown.during === 'api' ? 'Contacts API' : 'authorization server'
  const refused =
    thrown.code === 'oauth' || (thrown.status !== undefined && thrown.status >= 400 && thrown.status < 500)
  const problem = thrown.code === 'network' ? 'cannot be reached' : 'did not answer as it should'
  return {
    kind: 'error',
    title: `The ${server} ${refused ? 'refused the request' : problem}`,
    text: `${toSentence(thrown.description ?? thrown.error)}${refused ? 'Nothing was changed.' : 'Nothing is lost: try again in a moment.'}`,
  }
}

function toSentence(words: string | undefined): string {
  return words === undefined ? '' : `It says: “${words}”. `
}
