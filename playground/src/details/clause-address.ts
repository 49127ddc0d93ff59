const openid = 'https://openid.net/specs'

/** Documents other than RFCs, by the start of their name. */
const documents: readonly (readonly [name: RegExp, address: string])[] = [
  [/^(?:OIDC|OpenID Connect) Core/, `${openid}/openid-connect-core-1_0.html`],
  [/^(?:OIDC|OpenID Connect) Discovery/, `${openid}/openid-connect-discovery-1_0.html`],
  [/^(?:OIDC |OpenID Connect )?RP-Initiated Logout/, `${openid}/openid-connect-rpinitiated-1_0.html`],
  [/^(?:OIDC|OpenID Connect) Session Management/, `${openid}/openid-connect-session-1_0.html`],
  [/^(?:OIDC|OpenID Connect) Front-Channel Logout/, `${openid}/openid-connect-frontchannel-1_0.html`],
  [/^(?:OIDC|OpenID Connect) Back-Channel Logout/, `${openid}/openid-connect-backchannel-1_0.html`],
  [
    /^(?:OIDC|OpenID Connect) Unmet Authentication Requirements/,
    `${openid}/openid-connect-unmet-authentication-requirements-1_0.html`,
  ],
  [/^JARM/, `${openid}/oauth-v2-jarm.html`],
  [/^FAPI 1\.0 Part 2/, `${openid}/openid-financial-api-part-2-1_0.html`],
  [/Form Post Response Mode/, `${openid}/oauth-v2-form-post-response-mode-1_0.html`],
  [/Multiple Response Type/, `${openid}/oauth-v2-multiple-response-types-1_0.html`],
  [/^Fetch Standard/, 'https://fetch.spec.whatwg.org/'],
]

/** The address of a clause such as `RFC 6749 §4.1.1`; undefined for one of an unknown document. */
export function clauseAddress(clause: string): string | undefined {
  const rfc = /^RFC (?<number>\d+)(?: (?<kind>§|Appendix )(?<section>[\w.]+))?$/.exec(clause.trim())?.groups
  if (rfc === undefined) return documents.find(([name]) => name.test(clause.trim()))?.[1]
  const page = `https://www.rfc-editor.org/rfc/rfc${rfc.number}`
  if (rfc.section === undefined) return page
  return `${page}#${rfc.kind === '§' ? 'section' : 'appendix'}-${rfc.section}`
}

/** In `RFC 6749 §4.1, §5.2` the second clause is of the first one's document. */
export function splitClauses(clause: string): readonly { readonly words: string; readonly of: string }[] {
  let document = ''
  const parts = clause.split(/[,;]\s*/).filter((part) => part !== '')
  return parts.map((words) => {
    if (!words.startsWith('§')) document = words.split(' §')[0] ?? ''
    return { words, of: words.startsWith('§') ? `${document} ${words}` : words }
  })
}
