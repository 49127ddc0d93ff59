import { z } from 'zod'
import { claimNameFault } from './claims.ts'

const url = z
  .url()
  .max(2000)
  .refine((text) => /^https?:\/\//i.test(text) && !/[#@]/.test(text), 'must be an https URL without user and fragment')

const text = (most: number) => z.string().min(1).max(most)

const isStandard = (name: string) => claimNameFault(name)?.startsWith('must be a member of the account itself') === true

/** Claims that say whether another one was verified: they follow from `trustEmail`. */
const derived: ReadonlySet<string> = new Set(['email_verified', 'phone_number_verified', 'sub', 'updated_at'])

const claims = z
  .record(z.string(), text(200))
  .superRefine((mapping, context) => {
    for (const name of Object.keys(mapping)) {
      const fault = isStandard(name) ? undefined : claimNameFault(name)
      const message = derived.has(name) ? 'cannot be mapped: the server decides it' : fault
      if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message })
    }
  })
  .optional()
  .describe(
    'The claims that are copied, as `ours: theirs`, such as `{ picture: avatar_url, roles: groups }`. Users choose which standard claims are copied; other claims always are. Default: the standard claims of the scopes `profile` and `email`, each under its own name.',
  )

const provider = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower case letters, digits and hyphens, such as google')
      .describe(
        'Identifies the provider in URLs and in the database; register the redirect URI `ISSUER/login/with/NAME/callback` there. If the name changes, the provider’s users are no longer linked to their accounts.',
      ),
    label: text(60).optional().describe('The name that users read. Default: `name` with a capital letter.'),
    issuer: url
      .optional()
      .describe(
        'The issuer of an OpenID Connect provider, exactly as its metadata states it. Its endpoints and keys are discovered.',
      ),
    authorization_endpoint: url
      .optional()
      .describe('For an OAuth 2.0 provider without OpenID Connect, together with the next two options.'),
    token_endpoint: url.optional().describe('For an OAuth 2.0 provider without OpenID Connect.'),
    userinfo_endpoint: url
      .optional()
      .describe('Where an OAuth 2.0 provider without OpenID Connect describes the user, as JSON.'),
    subject: text(100)
      .optional()
      .describe(
        'The member of the `userinfo_endpoint` response that permanently identifies a user, a number or a string. Default: `id`. OpenID Connect providers use `sub`.',
      ),
    client_id: text(500).describe('The client id of this server at the provider.'),
    client_secret: text(2000).optional().describe('Its secret.'),
    client_secret_file: z
      .string()
      .min(1)
      .optional()
      .describe('Instead of `client_secret`: a file that holds it, relative to the folder of this one.'),
    secretIn: z
      .enum(['header', 'body'])
      .default('header')
      .describe('Where the secret is sent: in the `Authorization` header, or in the body of the token request.'),
    scope: text(1000)
      .optional()
      .describe('Default: `openid profile email` for OpenID Connect, and none for other providers.'),
    parameters: z
      .record(z.string().regex(/^[a-z_]{1,50}$/), text(500))
      .optional()
      .describe('Further parameters of the authorization request, such as `{ hd: example.com }`.'),
    claims,
    updateClaims: z
      .boolean()
      .default(false)
      .describe('Whether copied claims are updated at each login. The e-mail address never is.'),
    createAccounts: z
      .boolean()
      .default(false)
      .describe('Whether a user of the provider who has no account here may create one, even if `signUp` is closed.'),
    emailDomains: z
      .array(
        z
          .string()
          .max(253)
          .regex(/^(?:[a-z0-9-]+\.)+[a-z0-9-]+$/, 'must be a domain in lower case, such as example.com'),
      )
      .max(100)
      .default([])
      .describe(
        'A user who enters an e-mail address of these domains on the login page is redirected to this provider, whether or not an account has the address. A password entered with it is ignored.',
      ),
    trustEmail: z
      .boolean()
      .default(false)
      .describe(
        'Whether an e-mail address counts as verified if the provider says so (`email_verified`; of a provider without OpenID Connect, always). Set it only for a provider that verifies addresses itself.',
      ),
    trustMethods: z
      .boolean()
      .default(false)
      .describe(
        'Whether the provider’s `amr` and `acr` are trusted and passed on to clients. If not, clients get neither for such a login.',
      ),
  })
  .superRefine((entry, context) => {
    const endpoints = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint'] as const
    const given = endpoints.filter((name) => entry[name] !== undefined)
    const issue = (message: string, at: string) => context.addIssue({ code: 'custom', path: [at], message })
    if (entry.issuer !== undefined && given.length > 0)
      issue(`must be left out with issuer, which leads to the endpoints`, given[0] ?? 'issuer')
    if (entry.issuer === undefined && given.length < 3)
      issue(`is required, or ${endpoints.join(', ')} for a provider without OpenID Connect`, 'issuer')
    if (entry.issuer !== undefined && entry.subject !== undefined)
      issue('must be left out with issuer: OpenID Connect users are identified by sub alone', 'subject')
    if (entry.issuer !== undefined && entry.scope !== undefined && !entry.scope.split(' ').includes('openid'))
      issue('must contain openid', 'scope')
  })

export const upstream = z
  .array(provider)
  .max(20)
  .superRefine((list, context) => {
    const [names, domains] = [new Set<string>(), new Set<string>()]
    for (const [at, { name, emailDomains }] of list.entries()) {
      if (names.has(name))
        context.addIssue({
          code: 'custom',
          path: [at, 'name'],
          message: `must differ: two providers are named ${name}`,
        })
      names.add(name)
      for (const domain of emailDomains) {
        const message = `names ${domain}, which already belongs to another provider`
        if (domains.has(domain)) context.addIssue({ code: 'custom', path: [at, 'emailDomains'], message })
        domains.add(domain)
      }
    }
  })
  .optional()
  .describe(
    'Other providers with whose accounts users may log in: any OpenID Connect provider, and OAuth 2.0 providers that describe their users as JSON. Needs the package `openid-client`.',
  )
