import type { Exchange } from '../wire/exchange.ts'

export interface Contact {
  readonly id: string
  readonly name: string
  readonly email: string | undefined
}

/** What the panel shows: the contacts as the API last showed them, and what the last call lacked. */
export interface ContactsState {
  readonly contacts: readonly Contact[] | undefined
  /** The scope that the API asked for when it refused the last call (RFC 6750 §3.1). */
  readonly missingScope: string | undefined
  /** The last call was refused for another reason: the token is no longer valid. */
  readonly isRefused: boolean
}

/** Reads the state of the Contacts API from the exchanges of a run. */
export function readContacts(exchanges: readonly Exchange[]): ContactsState {
  let contacts: readonly Contact[] | undefined
  const calls = exchanges.filter(({ to, outcome }) => to === 'api' && outcome !== 'waiting')
  for (const { request, answer, outcome } of calls) {
    if (outcome !== 'ok' || answer?.kind !== 'response') continue
    const body = parse(answer.body)
    if (request.method === 'GET') contacts = listIn(body) ?? contacts
    if (request.method === 'POST') contacts = [...(contacts ?? []), ...toContact(body)]
    if (request.method === 'DELETE') contacts = contacts?.filter(({ id }) => !request.url.endsWith(`/${id}`))
  }
  const last = calls.at(-1)
  const challenge = last?.outcome === 'refused' && last.answer?.kind === 'response' ? last.answer : undefined
  const header = challenge?.headers.find(([name]) => name.toLowerCase() === 'www-authenticate')?.[1] ?? ''
  const isTooNarrow = /\berror="?insufficient_scope\b/.test(header)
  return {
    contacts,
    missingScope: isTooNarrow ? /\bscope="([^"]+)"/.exec(header)?.[1] : undefined,
    isRefused: challenge !== undefined && !isTooNarrow,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function listIn(body: unknown): readonly Contact[] | undefined {
  if (typeof body !== 'object' || body === null || !('contacts' in body) || !Array.isArray(body.contacts))
    return undefined
  return body.contacts.flatMap(toContact)
}

function toContact(value: unknown): readonly Contact[] {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('name' in value)) return []
  const email = 'email' in value && typeof value.email === 'string' ? value.email : undefined
  return [{ id: String(value.id), name: String(value.name), email }]
}
