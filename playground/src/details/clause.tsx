import type { ReactNode } from 'react'

const places: readonly (readonly [pattern: RegExp, address: (section: string, number: string) => string])[] = [
  [
    /^RFC (?<number>\d+)(?: (?:§|Appendix )(?<section>[\w.]+))?$/,
    (section, number) =>
      `https://www.rfc-editor.org/rfc/rfc${number}${section === '' ? '' : `#${/^\d/.test(section) ? 'section' : 'appendix'}-${section}`}`,
  ],
  [
    /^(?:OIDC Core|OpenID Connect Core(?: 1\.0)?)(?: §(?<section>[\w.]+))?$/,
    () => 'https://openid.net/specs/openid-connect-core-1_0.html',
  ],
  [
    /^(?:OIDC RP-Initiated Logout|OpenID Connect RP-Initiated Logout)/,
    () => 'https://openid.net/specs/openid-connect-rpinitiated-1_0.html',
  ],
  [/^JARM/, () => 'https://openid.net/specs/oauth-v2-jarm.html'],
  [/^OAuth 2\.0 Form Post Response Mode/, () => 'https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html'],
  [/^OAuth 2\.0 Multiple Response Type/, () => 'https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html'],
]

/** The address of a clause such as `RFC 6749 §4.1.1`; undefined for one of an unknown document. */
export function clauseAddress(clause: string): string | undefined {
  for (const [pattern, address] of places) {
    const found = pattern.exec(clause.trim())
    if (found) return address(found.groups?.section ?? '', found.groups?.number ?? '')
  }
  return undefined
}

/** Links every clause of a list such as `RFC 6749 §4.1, RFC 7636`. */
export function Clause({ clause }: { readonly clause: string }): ReactNode {
  const parts = withDocuments(clause.split(/,\s*/).filter((part) => part !== ''))
  return (
    <span className="clause">
      {parts.map(({ words, of }, index) => {
        const address = clauseAddress(of)
        return (
          <span key={of}>
            {index > 0 && ', '}
            {address === undefined ? (
              words
            ) : (
              <a href={address} target="_blank" rel="noopener noreferrer">
                {words}
              </a>
            )}
          </span>
        )
      })}
    </span>
  )
}

/** In `RFC 6749 §4.1, §5.2` the second clause is of the first one's document. */
function withDocuments(parts: readonly string[]): readonly { readonly words: string; readonly of: string }[] {
  let document = ''
  return parts.map((words) => {
    if (!words.startsWith('§')) document = words.split(' §')[0] ?? ''
    return { words, of: words.startsWith('§') ? `${document} ${words}` : words }
  })
}
