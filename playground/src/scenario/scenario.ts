/** What a link restores: choices and edits, never secrets, tokens, codes or verifiers. */
export interface Scenario {
  readonly flow: string
  readonly clientId: string
  readonly scope: string
  readonly choices: Readonly<Record<string, string>>
  /** The step that the rest is about; undefined if the run is to begin as usual. */
  readonly step: string | undefined
  readonly fault: string | undefined
  readonly edits: readonly Edit[]
}

/** A parameter of the step's request with another value, or without it. */
export type Edit =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly value: undefined }

/**
 * The parameters whose values may be in a link. A list of what is allowed: a parameter that somebody invents tomorrow may
 * carry a secret.
 */
export const shownParameters: ReadonlySet<string> = new Set([
  'acr_values',
  'audience',
  'code_challenge_method',
  'display',
  'grant_type',
  'max_age',
  'prompt',
  'redirect_uri',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'token_type_hint',
  'ui_locales',
])

/** The longest fragment that is read, in characters. */
export const longestLink = 4000
