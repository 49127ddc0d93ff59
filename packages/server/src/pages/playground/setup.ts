/**
 * What the playground is offered to begin with: an application passes it, such as the demo. Everybody who opens the page
 * can read it. The server adds nothing from its own clients.
 */
export interface PlaygroundSetup {
  /** Clients that the page may act as. Their secrets are published. */
  readonly clients?: readonly { readonly clientId: string; readonly clientSecret?: string }[]
  /** The APIs whose routes are those of the Contacts API, by identifier; the first is called, the second is for tokens of a wrong audience. */
  readonly apis?: readonly { readonly identifier: string; readonly name: string }[]
}
