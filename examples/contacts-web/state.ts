import type { Browser } from '../shared/browsers.ts'
import type { Notice } from './notice.ts'

/** What this app keeps of a browser. */
export interface CardwheelState {
  /** Rights that the API refused though the key came with them: its user has narrowed it since. */
  refused: readonly string[]
  notice: Notice | undefined
  /** What was typed into the form and could not be stored. */
  draft: { readonly name: string; readonly email: string; readonly wrong?: 'name' | 'email' } | undefined
}

export type CardwheelBrowser = Browser<CardwheelState>

export function newState(): CardwheelState {
  return { refused: [], notice: undefined, draft: undefined }
}

/** What the app learns about the user, besides the rights at the Contacts API. */
export const identityScope: readonly string[] = ['openid', 'profile', 'email']

/** Lists the scopes that the user granted, as far as the app knows. */
export function heldScope({ session, state }: CardwheelBrowser): readonly string[] {
  return session?.tokenSet().scope.filter((name) => !state.refused.includes(name)) ?? []
}

/** Lists the rights of the key at the Contacts API. */
export function heldRights(browser: CardwheelBrowser): readonly string[] {
  return heldScope(browser).filter((name) => !identityScope.includes(name))
}
