import { ClientError, type Session } from '@valetkey/client'

/** Holds a contact as the Contacts API knows it. */
export interface Contact {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** Calls the Contacts API with a user's key; each call throws a ClientError where it fails. */
export function createContacts(apiUrl: string) {
  const call = async (key: Session, path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await key.fetch(new URL(path, apiUrl), { ...init, signal: AbortSignal.timeout(5000) })
    if (response.ok || (init.method === 'DELETE' && response.status === 404)) return response
    const said: unknown = await response.json().catch(() => undefined)
    const description =
      isRecord(said) && typeof said.error_description === 'string' ? said.error_description : undefined
    const words = `api: ${init.method ?? 'GET'} ${path} was answered with ${response.status}`
    throw new ClientError('unexpected', words, { during: 'api', status: response.status, description })
  }
  return {
    list: async (key: Session): Promise<readonly Contact[]> => readContacts(await call(key, '/contacts')),
    add: async (key: Session, contact: Omit<Contact, 'id'>): Promise<void> => {
      const headers = { 'content-type': 'application/json' }
      const response = await call(key, '/contacts', { method: 'POST', headers, body: JSON.stringify(contact) })
      await response.body?.cancel()
    },
    /** Deletes a contact; one that is gone already is no failure. */
    remove: async (key: Session, id: string): Promise<void> => {
      const response = await call(key, `/contacts/${encodeURIComponent(id)}`, { method: 'DELETE' })
      await response.body?.cancel()
    },
  }
}

async function readContacts(response: Response): Promise<readonly Contact[]> {
  const body: unknown = await response.json().catch(() => undefined)
  if (!isRecord(body) || !Array.isArray(body.contacts)) {
    throw new ClientError('unexpected', 'api: the answer is not a list of contacts', { during: 'api' })
  }
  return body.contacts.filter(isRecord).map(({ id, name, email }) => ({
    id: String(id),
    name: String(name ?? ''),
    email: String(email ?? ''),
  }))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
