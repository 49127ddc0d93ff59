import { parameter } from '@valetkey/protocol'
import { gatherRights } from '../../oauth/expiring-rights.ts'
import { withoutOrphans } from '../../oauth/identity-scopes.ts'
import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import { commonRights, covers } from '../../oauth/rights.ts'
import { toTicked } from '../rights-view.ts'
import { act, gone } from './act.ts'
import { toEnd } from './expiry-choices.ts'
import { clientName, type KeysOptions, note, rightsNow } from './owned-keys.ts'

/** Removes rights from an authorization or makes it expire sooner; never the opposite. */
export async function narrowAuthorization(request: OAuthRequest, options: KeysOptions): Promise<Reply> {
  return act(request, options, async ({ form, session, keys, now }) => {
    const key = keys.find((one) => one.id === parameter(form, 'key'))
    if (key === undefined) return gone
    const before = rightsNow(key, await options.catalog.listApis(), now)
    const ticked = commonRights(before, toTicked(before, form.get('scope') ?? [], key.rights))
    const rights = withoutOrphans(ticked, before)
    const isNarrower = !covers(rights, before)
    const chosenEnd = toEnd(parameter(form, 'ends'), key.endsAt, now)
    const left = gatherRights(rights, [key], chosenEnd)
    const { endsAt } = left
    if (isNarrower && rights.length === 0) return { done: 'nothing', why: 'empty' }
    const { accountId } = session
    const changed = { keyId: key.id, clientName: await clientName(key.clientId, options) }
    if (!isNarrower && endsAt === key.endsAt) return { done: 'unchanged', ...changed }
    const done = await options.ownerAuthorizations.narrow({ id: key.id, accountId, was: key.rights, ...left })
    if (!done) return gone
    note('key.changed', key, request, options)
    const endsIn = endsAt === undefined || endsAt === key.endsAt ? undefined : (endsAt - now) / 1000
    return { done: 'changed', ...changed, isNarrower, endsIn }
  })
}
