import type { Route } from '../../oauth/router.ts'
import { aliasRoute, formRoute, pageRoute } from '../page-route.ts'
import { narrowAuthorization } from './change.ts'
import type { KeysOptions } from './owned-keys.ts'
import { revokeAuthorization, revokeUnused, undoRevocation } from './revoke.ts'
import { showKey, showKeys, showUnused } from './show.ts'

export type { KeysOptions } from './owned-keys.ts'

export function keysRoutes(options: KeysOptions): readonly Route[] {
  return [
    pageRoute('/keys', { GET: showKeys }, options),
    aliasRoute('/keys/', options, '/keys'),
    pageRoute('/keys/unused', { GET: showUnused }, options),
    formRoute('/keys/change', narrowAuthorization, options, '/keys'),
    formRoute('/keys/take-back', revokeAuthorization, options, '/keys'),
    formRoute('/keys/take-back-unused', revokeUnused, options, '/keys/unused'),
    formRoute('/keys/undo', undoRevocation, options, '/keys'),
    {
      path: '/keys/:id',
      methods: { GET: (request, { id = '' }) => showKey(request, id, options) },
      errors: 'page',
      cors: false,
    },
  ]
}
