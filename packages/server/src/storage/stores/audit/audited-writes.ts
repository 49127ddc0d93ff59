import type { ProvisioningWrites } from '../../../management/ports.ts'
import type { KnownEvent } from '../../../oauth/ports.ts'

/** Wraps the writes and collects an audit event for each that changed something. */
export function auditedWrites(writes: ProvisioningWrites, events: KnownEvent[]): ProvisioningWrites {
  const noteIf = (changed: boolean, event: KnownEvent) => {
    if (changed) events.push(event)
    return changed
  }
  /** Names an account by its id as well, so that its user sees the event. */
  const whose = async (name: string) => ({ accountId: (await writes.findAccount(name))?.id, detail: name })
  return {
    ...writes,
    async putApi(entry) {
      await writes.putApi(entry)
      events.push({ type: 'api.saved', detail: entry.api.identifier })
    },
    removeApi: async (id, now) => noteIf(await writes.removeApi(id, now), { type: 'api.removed', detail: id }),
    async putClient(entry, now) {
      await writes.putClient(entry, now)
      events.push({ type: 'client.saved', clientId: entry.registration.client_id })
    },
    removeClient: async (id, now) =>
      noteIf(await writes.removeClient(id, now), { type: 'client.removed', clientId: id }),
    async removeUnusedClient(id, now) {
      return noteIf(await writes.removeUnusedClient(id, now), { type: 'client.removed', clientId: id })
    },
    async retireClient(id, now) {
      return noteIf(await writes.retireClient(id, now), { type: 'client.disabled', clientId: id })
    },
    async putAccount(entry, now) {
      await writes.putAccount(entry, now)
      events.push({ type: 'account.saved', detail: entry.normalizedUsername })
    },
    removeAccount: async (name) => noteIf(await writes.removeAccount(name), { type: 'account.removed', detail: name }),
    async setAccountDisabled(name, disabled) {
      const type = disabled ? 'account.disabled' : 'account.enabled'
      return noteIf(await writes.setAccountDisabled(name, disabled), { type, ...(await whose(name)) })
    },
    async setSecondFactorRequired(name, required) {
      const type = required ? 'account.second-factor-required' : 'account.second-factor-optional'
      return noteIf(await writes.setSecondFactorRequired(name, required), { type, ...(await whose(name)) })
    },
    retireAccount: async (name, now) =>
      noteIf(await writes.retireAccount(name, now), { type: 'account.disabled', detail: name }),
    revokeClientTokens: async (id, now) =>
      noteIf(await writes.revokeClientTokens(id, now), { type: 'client.tokens-revoked', clientId: id }),
    revokeAccountTokens: async (name, now) =>
      noteIf(await writes.revokeAccountTokens(name, now), { type: 'account.tokens-revoked', ...(await whose(name)) }),
    async setAccountPasswordHash(name, hash) {
      const isSet = await writes.setAccountPasswordHash(name, hash)
      return noteIf(isSet, { type: 'account.password-changed', ...(await whose(name)) })
    },
    async revokeAuthorizations(whose, now) {
      const count = await writes.revokeAuthorizations(whose, now)
      const subject = 'id' in whose ? { authorizationId: whose.id } : whose
      noteIf(count > 0, { type: 'authorization.revoked', ...subject, detail: `${count} revoked` })
      return count
    },
    async endSessions(accountId, hash) {
      const count = await writes.endSessions(accountId, hash)
      noteIf(count > 0, { type: 'session.revoked', accountId, detail: `${count} ended` })
      return count
    },
    async addInitialAccessToken(token) {
      await writes.addInitialAccessToken(token)
      events.push({ type: 'registration-token.added', detail: `${token.id}, ${token.usesLeft} uses` })
    },
    removeInitialAccessToken: async (id) =>
      noteIf(await writes.removeInitialAccessToken(id), { type: 'registration-token.removed', detail: id }),
    async revokeAll(now) {
      const moment = await writes.revokeAll(now)
      events.push({ type: 'token.all-revoked' })
      return moment
    },
    async setClientSecretHash(id, hash, old) {
      return noteIf(await writes.setClientSecretHash(id, hash, old), { type: 'client.secret-changed', clientId: id })
    },
  }
}
