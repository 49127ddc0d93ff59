import type { Plan, PlannedClient } from './plan.ts'

/** Writes a form post by a client that authenticates with `client_secret_basic`. */
export function formPost(plan: Plan, path: string, client: PlannedClient, form: string): string {
  const credentials = Buffer.from(`${client.id}:${client.secret}`).toString('base64')
  return (
    `POST ${path} HTTP/1.1\r\nHost: ${new URL(plan.issuer).host}\r\nAuthorization: Basic ${credentials}\r\n` +
    `Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`
  )
}

/** Writes a GET, with the cookies of a browser if they are given. */
export function get(plan: Plan, path: string, cookie?: string): string {
  const cookies = cookie === undefined ? '' : `Cookie: ${cookie}\r\n`
  return `GET ${path} HTTP/1.1\r\nHost: ${new URL(plan.issuer).host}\r\nAccept: text/html\r\n${cookies}\r\n`
}

/** Writes a GET with an access token. */
export function bearerGet(plan: Plan, path: string, token: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: ${new URL(plan.issuer).host}\r\nAccept: application/json\r\nAuthorization: Bearer ${token}\r\n\r\n`
}
