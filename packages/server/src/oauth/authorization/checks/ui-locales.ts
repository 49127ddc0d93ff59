import { type Parameters, parameter } from '@valetkey/protocol'
import type { Check } from './check.ts'

/** More languages than any user reads. */
const most = 20

/** Reads the preferred languages of the pages (OIDC Core §3.1.2.1): language tags, the first one preferred; never an error. */
export const uiLocales: Check = {
  name: 'ui-locales',
  at: ['authorize', 'par'],
  reads: ['ui_locales'],
  run: ({ parameters }) => ({ uiLocales: readUiLocales(parameters) }),
}

/** Reads the languages of a request's `ui_locales`. */
export function readUiLocales(parameters: Parameters): readonly string[] {
  return parameter(parameters, 'ui_locales')?.split(' ', most) ?? []
}
