import { OAuthError } from '@valetkey/protocol'

/** What was used a second time, for the audit. */
export interface Replay {
  readonly kind: 'code' | 'refresh token'
  readonly accountId: string | undefined
  readonly authorizationId: string | undefined
}

/** Refuses a code or refresh token that was used before, and tells the audit whose it was: somebody else may hold it. */
export class Replayed extends OAuthError {
  readonly replay: Replay

  constructor(replay: Replay, description: string, options: { readonly clause: string }) {
    super('invalid_grant', description, options)
    this.replay = replay
  }
}
