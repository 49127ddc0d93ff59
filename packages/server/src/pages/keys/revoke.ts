import { parameter } from '@valetkey/protocol'
import type { OwnedAuthorization } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import { toApiViews } from '../rights-view.ts'
import { act, gone } from './act.ts'
import type { KeysOutcome } from './notice.ts'
import { clientName, type KeysOptions, note, rightsNow, sourcesOf } from './owned-keys.ts'
import { openUndo, sealUndo } from './undo.ts'
import { readCutoff } from './unused.ts'

/** Revokes an authorization and every token that was issued under it. */
export async function revokeAuthorization(request: OAuthRequest, options: KeysOptions): Promise<Reply> {
  return act(request, options, async ({ form, browser, session, keys, now }) => {
    const key = keys.find((one) => one.id === parameter(form, 'key'))
    if (key === undefined || !(await options.ownerAuthorizations.revoke(key.id, session.accountId, now))) return gone
    note('key.taken-back', key, request, options)
    const apis = await options.catalog.listApis()
    const language = options.languageOf(request, { browser })
    const views = toApiViews(rightsNow(key, apis, now), sourcesOf(apis, language, options))
    const lateApis = views
      .filter((view) => view.revocationDelaySeconds > 0)
      .map((view) => ({ name: view.name, seconds: view.revocationDelaySeconds }))
    const otherKeys = keys.filter((one) => one.clientId === key.clientId).length - 1
    const undo = sealUndo({ revokedAt: now, what: { id: key.id } }, browser, options)
    return { done: 'taken-back', clientName: await clientName(key.clientId, options), otherKeys, lateApis, undo }
  })
}

/** Revokes the keys that were shown as unused, except those that were used since. */
export async function revokeUnused(request: OAuthRequest, options: KeysOptions): Promise<Reply> {
  return act(request, options, async ({ form, browser, session, now }) => {
    const before = readCutoff(parameter(form, 'before'), browser, options)
    if (before === undefined) return gone
    const revoked = await options.ownerAuthorizations.revokeUnused(session.accountId, before, now)
    if (revoked.length === 0) return gone
    noteEach('key.taken-back', revoked, session.accountId, request, options)
    const undo = sealUndo({ revokedAt: now, what: { before } }, browser, options)
    return { done: 'unused-taken-back', keys: revoked.length, undo }
  })
}

/** Undoes what this session revoked in the last ten seconds. */
export async function undoRevocation(request: OAuthRequest, options: KeysOptions): Promise<Reply> {
  return act(request, options, async ({ form, browser, session: { accountId }, now }): Promise<KeysOutcome> => {
    const revocation = openUndo(parameter(form, 'undo'), browser, { ...options, now })
    if (revocation === undefined) return { done: 'nothing', why: 'tooLate' }
    const restored = await options.ownerAuthorizations.restore({ ...revocation, accountId })
    const [first] = restored
    if (first === undefined) return { done: 'nothing', why: 'tooLate' }
    noteEach('key.restored', restored, accountId, request, options)
    return restored.length > 1
      ? { done: 'all-restored', keys: restored.length }
      : { done: 'restored', keyId: first.id, clientName: await clientName(first.clientId, options) }
  })
}

function noteEach(
  type: 'key.taken-back' | 'key.restored',
  keys: readonly Pick<OwnedAuthorization, 'id' | 'clientId'>[],
  accountId: string,
  request: OAuthRequest,
  { audit }: KeysOptions,
): void {
  for (const { id, clientId } of keys) {
    audit.record({ type, accountId, clientId, authorizationId: id, ...originOf(request) })
  }
}
