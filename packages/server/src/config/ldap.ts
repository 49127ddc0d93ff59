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
        'The server: `ldaps://ldap.example.com`. Its certificate must be valid; `outbound.ca` adds your own certificate authority.',
      ),
    startTls: z
      .boolean()
      .default(false)
      .describe('Encrypts an `ldap://` connection before anything is sent (RFC 4511 §4.14).'),
    dangerouslyAllowPlain: z
      .boolean()
      .default(false)
      .describe('Allows `ldap://` without `startTls` to another computer: passwords cross the network in plain text.'),
    bindDn: z.string().max(1000).optional().describe('The DN that searches for users. Default: anonymous.'),
    bindPassword: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('The password of `bindDn`. Prefer `bindPassword_file`.'),
    bindPassword_file: z.string().min(1).optional().describe('Instead of `bindPassword`: a file that contains it.'),
    searchBase: z.string().min(1).max(1000).describe('The entry below which users are: `ou=people,dc=example,dc=com`.'),
    filter: filter(
      'Finds the user; `{username}` is replaced by the username. If several entries match, the login is rejected.',
    )
      .refine((text) => text.includes('{username}'), 'must contain {username}')
      .default('(&(objectClass=person)(uid={username}))'),
    disabled: filter(
      'Entries that match this filter are disabled users, such as `(userAccountControl:1.2.840.113556.1.4.803:=2)` of Active Directory.',
    ).optional(),
    id: attribute(
      'entryUUID',
      'The attribute whose value is the user’s `sub`: it must never change or be reused for another user. Active Directory’s `objectGUID` is written in hexadecimal digits.',
    ).default('entryUUID'),
    username: attribute('uid', 'The attribute with the username.').default('uid'),
    passwordChanged: attribute(
      'pwdChangedTime',
      'An attribute that changes with the password, such as `pwdChangedTime` or `pwdLastSet`: earlier sessions then end.',
    ).optional(),
    claims: z
      .record(z.string().min(1).max(100), attribute('mail', 'The attribute.'))
      .default({ name: 'cn', given_name: 'givenName', family_name: 'sn', email: 'mail' })
      .describe('The attribute of each claim; its first value is used.'),
    groups: z
      .strictObject({
        searchBase: z.string().min(1).max(1000).describe('The entry below which groups are.'),
        filter: filter('Finds the groups of a user; `{dn}` is replaced by the user’s DN.')
          .refine((text) => text.includes('{dn}'), 'must contain {dn}')
          .default('(member={dn})'),
        attribute: attribute('cn', 'The attribute with the name of a group.').default('cn'),
        claim: z.string().min(1).max(100).default('groups').describe('The claim that lists the names.'),
      })
      .optional()
      .describe('Adds a claim with the user’s groups, at most 200.'),
    timeout: z.int().min(1).max(30).default(5).describe('Seconds within which the LDAP server must respond.'),
  })
  .optional()
  .describe(
    'Lets the users of an LDAP directory log in instead of the accounts of this server. Needs the package `ldapts`, which is optional.',
  )

/** An LDAP directory of users. */
export type LdapConfig = NonNullable<z.output<typeof ldap>>
