import { isWebUrl } from '../../wire/draft.ts'
import type { Run } from '../flow.ts'

/** Returns a URL of the server's metadata; undefined if it has none. */
export function endpointOf({ settings }: Run, name: string): string | undefined {
  const url = settings.metadata[name]
  return typeof url === 'string' && isWebUrl(url) ? url : undefined
}

/** Returns a URL of the server's metadata. @throws Error with a sentence for the reader */
export function needEndpoint(run: Run, name: string): string {
  const url = endpointOf(run, name)
  if (url === undefined) throw new Error(`The metadata of ${run.settings.metadata.issuer} has no ${name}.`)
  return url
}

/** Whether a list in the server's metadata has a value. */
export function supports({ settings }: Run, name: string, value: string): boolean {
  const list = settings.metadata[name]
  return Array.isArray(list) && list.includes(value)
}

/** The resource that tokens are requested for (RFC 8707 §2). */
export function resourceFields({ settings }: Run): readonly (readonly [string, string])[] {
  return settings.choices.resource === 'off' ? [] : [['resource', settings.api]]
}

/** A scope that is not empty, as a field. */
export function scopeFields({ settings }: Run): readonly (readonly [string, string])[] {
  return settings.scope.trim() === '' ? [] : [['scope', settings.scope.trim()]]
}
