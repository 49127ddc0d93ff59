import { z } from 'zod'

export const signUp = z
  .enum(['closed', 'open', 'invitation'])
  .default('closed')
  .describe(
    'Whether users create accounts themselves, at `/sign-up`. `open`: everybody who confirms an e-mail address; `invitation`: those whom `valetkey account invite` invites. Both need `mail`; with an issuer on localhost, `/dev/outbox` shows the links instead.',
  )

export const terms = z
  .strictObject({
    version: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .describe(
        'The version of the terms, such as `"2026-01"`. Each account stores the version that its user accepted, and the time.',
      ),
    required: z
      .boolean()
      .default(false)
      .describe(
        'Whether users who have not accepted this version must accept it at their next login. Users who sign up always accept it.',
      ),
  })
  .optional()
  .describe('The terms of service that users accept. They are at `brand.termsUrl`.')

export type SignUpMode = z.output<typeof signUp>

export interface SignUpMembers {
  readonly signUp: SignUpMode
  readonly terms?: z.output<typeof terms>
  readonly mail?: unknown
  readonly brand?: { readonly termsUrl?: string | undefined } | undefined
}

/** Returns what is missing for users to sign up and to read what they accept, and the option that asks for it. */
export function signUpFault(
  { signUp: mode, terms: accepted, mail, brand }: SignUpMembers,
  isLoopback: boolean,
): { readonly at: readonly string[]; readonly what: string } | undefined {
  if (mode !== 'closed' && mail === undefined && !isLoopback) {
    const what = `signUp: ${mode} needs mail, with which users confirm their address: set mail.url and mail.from, or signUp: closed`
    return { at: ['signUp'], what }
  }
  if (accepted !== undefined && brand?.termsUrl === undefined) {
    const what = 'terms needs brand.termsUrl, where users read what they accept: set it, or remove terms'
    return { at: ['terms'], what }
  }
  return undefined
}
