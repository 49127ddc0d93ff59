import { z } from 'zod'

const severalNames = 'must be one text with spaces between names, such as read create'

const dangerously = z
  .strictObject({
    allowImplicit: z
      .boolean()
      .optional()
      .describe('Tokens in the browser’s address bar, where history, logs and scripts read them (RFC 9700 §2.1.2).'),
    allowPassword: z
      .boolean()
      .optional()
      .describe('The client takes people’s passwords, which this server exists to prevent (RFC 9700 §2.4).'),
    allowWithoutPkce: z.boolean().optional().describe('A stolen code can be redeemed by the thief (RFC 9700 §2.1.1).'),
  })
  .optional()
  .describe('What OAuth 2.1 forbids, allowed for this client only.')

/** One client, with the names of RFC 7591. */
export const client = z.strictObject({
  client_id: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII (RFC 6749 Appendix A.1)')
    .describe('The client’s identifier.'),
  client_secret: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe('The client’s secret; kept as a hash. Left out for a public client.'),
  client_secret_file: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Instead of `client_secret`: a file that holds it, relative to the folder of this one. One line break at its end does not count.',
    ),
  client_secret_hash: z
    .string()
    .regex(
      /^(?:sha256:[A-Za-z0-9_-]{43}|\$argon2id\$v=19\$.+)$/,
      'must be an argon2id hash in PHC form, or sha256: as the database holds a secret of 256 random bits',
    )
    .optional()
    .describe('Instead of `client_secret`: its argon2id hash in PHC form.'),
  client_name: z.string().min(1).max(200).optional().describe('What people call it. Default: the `client_id`.'),
  client_uri: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Its home page. Reserved: kept, and not shown to people yet.'),
  logo_uri: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Its logo. Reserved: kept, and not shown yet.'),
  redirect_uris: z
    .array(z.string())
    .optional()
    .describe('Where answers may be sent, each in full; compared character by character.'),
  grant_types: z
    .array(z.string())
    .optional()
    .describe('What it may ask for tokens with. Default: `[authorization_code]`.'),
  response_types: z.array(z.string()).optional().describe('Default: what its `grant_types` need.'),
  response_modes: z
    .array(z.string())
    .optional()
    .describe(
      'How responses may travel: `query`, `fragment`, `form_post`. The default of a response type is always allowed: `query` for `code`, `fragment` for `token`. Default: no other.',
    ),
  token_endpoint_auth_method: z
    .string()
    .optional()
    .describe(
      '`client_secret_basic`, `client_secret_post` or `none`. Default: `client_secret_basic` with a secret, `none` without.',
    ),
  application_type: z
    .enum(['web', 'native'])
    .optional()
    .describe('`native`: loopback redirects on any port (RFC 8252 §7.3). Default: by its redirects and secret.'),
  scope: z
    .string({ error: ({ input }) => (Array.isArray(input) ? severalNames : undefined) })
    .optional()
    .describe(
      'Names it may ask for, with spaces between, at every API that defines them. It may use no API that defines none of them.',
    ),
  apis: z
    .array(z.strictObject({ identifier: z.string(), scope: z.string().optional() }))
    .optional()
    .describe(
      'Names it may ask for, API by API; then `scope` does not count. The first one is its default. `{ identifier }` alone lets it use an API without scopes.',
    ),
  skip_confirmation_for_native: z
    .boolean()
    .optional()
    .describe(
      'For a client without a secret whose redirect URI is on loopback or under a private scheme: answer a request for what was allowed before without asking. Any program on the device that imitates the client is then answered too (RFC 8252 §8.6). Default: a page asks each time, with one click to confirm.',
    ),
  disabled: z.boolean().optional().describe('Refuse it everything.'),
  dangerously_allow_http_redirects: z
    .boolean()
    .optional()
    .describe(
      'Redirects by plain http to private addresses (`http://192.168.1.5/cb`) and local names (`http://nas.local/cb`): anybody in that network can read the code (RFC 9700 §2.6).',
    ),
  dangerously,
})

/** The clients. */
export const clients = z
  .array(client)
  .optional()
  .describe('The applications that may ask for keys. Left out, those there are stay.')
