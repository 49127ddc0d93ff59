import type { Server } from 'node:http'
import { type AppOptions, createApp, type Visit } from '../shared/create-app.ts'
import { createContacts } from './contacts.ts'
import { brand, icon } from './pages.ts'
import { routes } from './routes.ts'
import { type CardwheelState, identityScope, newState } from './state.ts'

/** Describes the app's place in the world. */
export interface ContactsWebOptions extends AppOptions {
  readonly apiUrl: string
  /** Identifier of the Contacts API (RFC 8707). */
  readonly resource: string
}

/** Starts the contacts web app; the server returned is listening, or says `error`. */
export function createContactsWeb(options: ContactsWebOptions): Server {
  const more = { contacts: createContacts(options.apiUrl), scope: [...identityScope, 'read', 'create', 'delete'] }
  const { resource } = options
  const bound = Object.entries(routes).map(
    ([path, route]) => [path, (visit: Visit<CardwheelState>) => route({ ...visit, ...more })] as const,
  )
  return createApp(
    { brand, icon, cookieName: 'cardwheel', resource, newState, routes: Object.fromEntries(bound) },
    options,
  )
}
