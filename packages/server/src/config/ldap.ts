import { z } from 'zod'

const attribute = (example: string, use: string) =>
  z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9;-]{0,99}$/, `must be the name of an attribute, such as ${example}`)
    .describe(use)
const filter = (what: string) =>
  z
    .string()
    .max(1000)
    .regex(/^\(.+\)$/s, 'must be an LDAP filter in parentheses (RFC 4515)')
    .describe(what)

export const ldap = z
  .strictObject({
    url: z
      .string()
      .regex(/^ldaps?:\/\/[^/\s?#]+\/?$/, 'must be ldaps://host or ldap://host, with a port if it is not the usual one')
      .describe(
        'The server: `ldaps://ldap.example.com`. Its certificate must be valid; `outbound.ca` names a certificate authority of your own.',
      ),
    startTls: z
      .boolean()
      .default(false)
      .describe('Encrypts an `ldap://` connection before anything is sent (RFC 4511 §4.14).'),
    dangerouslyAllowPlain: z
      .boolean()
      .default(false)
      .describe('Allows `ldap://` without `startTls` to another computer: passwords cross the network as they are.'),
    bindDn: z.string().max(1000).optional().describe('Who searches for users. Default: anonymous.'),
    bindPassword: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('The password of `bindDn`. Prefer `bindPassword_file`.'),
    bindPassword_file: z.string().min(1).optional().describe('Instead of `bindPassword`: a file that holds it.'),
    searchBase: z.string().min(1).max(1000).describe('Below which entry users are: `ou=people,dc=example,dc=com`.'),
    filter: filter(
      'Finds the user of a username, which takes the place of `{username}`. Of several entries that match, none may log in.',
    )
      .refine((text) => text.includes('{username}'), 'must contain {username}')
      .default('(&(objectClass=person)(uid={username}))'),
    disabled: filter(
      'Entries that match are disabled users: `(userAccountControl:1.2.840.113556.1.4.803:=2)` of Active Directory.',
    ).optional(),
    id: attribute(
      'entryUUID',
      'The attribute whose value is the user’s `sub`: it must never change, nor be given to another user. `objectGUID` of Active Directory is written as hexadecimal digits.',
    ).default('entryUUID'),
    username: attribute('uid', 'The attribute with the username.').default('uid'),
    passwordChanged: attribute(
      'pwdChangedTime',
      'An attribute that changes with the password, such as `pwdChangedTime` or `pwdLastSet`: sessions of before then end.',
    ).optional(),
    claims: z
      .record(z.string().min(1).max(100), attribute('mail', 'The attribute.'))
      .default({ name: 'cn', given_name: 'givenName', family_name: 'sn', email: 'mail' })
      .describe('The attribute of each claim; its first value counts.'),
    groups: z
      .strictObject({
        searchBase: z.string().min(1).max(1000).describe('Below which entry groups are.'),
        filter: filter('Finds the groups of a user, whose DN takes the place of `{dn}`.')
          .refine((text) => text.includes('{dn}'), 'must contain {dn}')
          .default('(member={dn})'),
        attribute: attribute('cn', 'The attribute with the name of a group.').default('cn'),
        claim: z.string().min(1).max(100).default('groups').describe('The claim that lists the names.'),
      })
      .optional()
      .describe('Makes a claim of the groups that a user is in, of which there may be 200.'),
    timeout: z.int().min(1).max(30).default(5).describe('Seconds within which the server has to respond.'),
  })
  .optional()
  .describe(
    'Lets the users of an LDAP directory log in instead of the accounts of this server. Needs the package `ldapts`, which is optional.',
  )

/** An LDAP directory of users. */
export type LdapConfig = NonNullable<z.output<typeof ldap>>
