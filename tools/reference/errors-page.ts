import { codes, endpointsOf } from './error-places.ts'
import { findClientErrors, findRefusals, type Refusal } from './find-refusals.ts'
import { toMarkdownTable } from './markdown.ts'

/** Writes the page of errors: what each code means, and each thing that is refused with it. */
export function errorsPage(root: string): string {
  const refusals = findRefusals(root)
  const names = [...new Set(refusals.map((one) => one.code))].sort()
  return [
    '# Errors',
    'The token, introspection and revocation endpoints answer errors as JSON (RFC 6749 §5.2): `error` is for programs and stays, `error_description` is for developers and may be worded better at any time. The authorization endpoint sends them to the redirect URI (§4.1.2.1), and shows a page where there is none that can be trusted. The pages say the same in words for people. What is answered with 429 or 503 can be tried again after the seconds in `Retry-After`.',
    'An API behind `@valetkey/guard` answers what is marked *API*, as JSON too, with a challenge in `WWW-Authenticate` where the token is at fault (RFC 6750 §3).',
    ...names.map((code) =>
      section(
        code,
        refusals.filter((one) => one.code === code),
      ),
    ),
    '## ClientError',
    'What `@valetkey/client` throws. What each `code` asks of an app is in [web-app.md](web-app.md#3-when-it-does-not-go-as-hoped); where a server refused, `error` is one of the codes above.',
    clientTable(findClientErrors(root)),
  ].join('\n\n')
}

function section(code: string, refusals: readonly Refusal[]): string {
  const words = codes[code]
  if (words === undefined) throw new Error(`${code} has no meaning and mend in tools/reference/error-places.ts`)
  const [meaning, mend] = words
  const rows = refusals.map(({ file, status, description, clause }) => [
    endpointsOf(file),
    String(status ?? (endpointsOf(file) === 'authorize' ? 'redirect' : 'redirect or 400')),
    description,
    clause ?? '',
  ])
  const unique = [...new Map(rows.map((row) => [row.join('\n'), row])).values()]
  const table = unique.length === 0 ? [] : [toMarkdownTable(['endpoint', 'status', 'description', 'clause'], unique)]
  return [`## ${code}`, `${meaning} **Mend:** ${mend}`, ...table].join('\n\n')
}

function clientTable(errors: readonly Refusal[]): string {
  const rows = errors.map(({ code, description }) => `${code}\n${description}`).toSorted()
  return toMarkdownTable(
    ['code', 'message'],
    [...new Set(rows)].map((row) => row.split('\n')),
  )
}
