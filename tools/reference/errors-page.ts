import { errorCodes } from '@valetkey/protocol'
import { codes, endpointsOf } from './error-places.ts'
import { findClientErrors, findRefusals, type Refusal } from './find-refusals.ts'
import { toMarkdownTable } from './markdown.ts'

/** Writes docs/errors.md: the meaning of each code, and every description that is sent with it. */
export function errorsPage(root: string): string {
  const refusals = findRefusals(root)
  const names = [...new Set(refusals.map((one) => one.code))].sort()
  return [
    '# Errors',
    'The token, introspection and revocation endpoints return errors as JSON (RFC 6749 §5.2). `error` is stable and meant for programs; `error_description` is meant for developers and may be reworded in any release. The authorization endpoint sends errors to the redirect URI (§4.1.2.1), or shows an error page if the redirect URI cannot be trusted. Retry a 429 or 503 after the seconds in `Retry-After`.',
    'Rows marked *API* are sent by an API that uses `@valetkey/guard`, also as JSON; token errors carry a challenge in `WWW-Authenticate` (RFC 6750 §3).',
    ...names.map((code) =>
      section(
        code,
        refusals.filter((one) => one.code === code),
      ),
    ),
    '## ClientError',
    'Thrown by `@valetkey/client`. [web-app.md](web-app.md#3-handle-errors) lists how an app handles each `code`; if a server sent an error response, `error` is one of the codes above.',
    clientTable(findClientErrors(root)),
  ].join('\n\n')
}

function section(code: string, refusals: readonly Refusal[]): string {
  const words = codes[code]
  if (words === undefined) throw new Error(`${code} has no meaning and fix in tools/reference/error-places.ts`)
  const [meaning, fix] = words
  const rows = refusals.map(({ file, status, description, clause }) => [
    endpointsOf(file),
    String(status ?? (endpointsOf(file) === 'authorize' ? 'redirect' : 'redirect or 400')),
    description,
    clause ?? '',
  ])
  const unique = [...new Map(rows.map((row) => [row.join('\n'), row])).values()]
  const table = unique.length === 0 ? [] : [toMarkdownTable(['endpoint', 'status', 'description', 'clause'], unique)]
  return [`## ${code}`, `${meaning} **Fix:** ${fix}${sentBy(code)}`, ...table].join('\n\n')
}

/** States the status of a code and the endpoints that may send it, as RFC 6749 and its extensions do. */
function sentBy(code: string): string {
  const row = errorCodes.find((one) => one.code === code)
  if (row === undefined) return ''
  const names = row.endpoints.map((endpoint) => (endpoint === 'resource' ? 'API' : endpoint))
  return ` **Status:** ${row.status}, unless a row says otherwise. **Endpoints:** ${names.join(', ')}.`
}

function clientTable(errors: readonly Refusal[]): string {
  const rows = errors.map(({ code, description }) => `${code}\n${description}`).toSorted()
  return toMarkdownTable(
    ['code', 'message'],
    [...new Set(rows)].map((row) => row.split('\n')),
  )
}
