/** Whether a text is a code verifier: 43 to 128 unreserved characters (RFC 7636 §4.1). */
export function isCodeVerifier(text: string): boolean {
  return /^[A-Za-z0-9\-._~]{43,128}$/.test(text)
}

/** Whether a text can be an S256 code challenge: 43 base64url characters (RFC 7636 §4.2). */
export function isCodeChallenge(text: string): boolean {
  return /^[A-Za-z0-9\-_]{43}$/.test(text)
}

/** `plain` is left out: it does not protect against an attacker who sees the request (RFC 9700 §2.1.1). */
export const codeChallengeMethods = ['S256'] as const
