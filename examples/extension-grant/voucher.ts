import { createHash } from 'node:crypto'
import { type GrantParts, type GrantRequest, OAuthError, readParameters } from 'valetkey'

/** A paper voucher that allows its holder to use the contacts of one user, with some scopes, until it expires. */
export interface Voucher {
  readonly username: string
  /** The client that may redeem it. */
  readonly clientId: string
  readonly scope: string
  /** Milliseconds since 1970. */
  readonly endsAt: number
}

/** Stores vouchers by the SHA-256 of their number, so that the list cannot be used to redeem them. */
export interface VoucherBook {
  /** Removes and returns a client's voucher. Exactly one of two concurrent callers gets it. A voucher of another client is left. */
  take(hash: string, clientId: string): Voucher | undefined
}

/** The value of `grant_type`: an absolute URI, as RFC 6749 §4.5 asks. */
export const voucherGrantType = 'urn:example:grant-type:voucher'

/** Stores vouchers in memory. */
export function createVoucherBook(): VoucherBook & { add(number: string, voucher: Voucher): void } {
  const vouchers = new Map<string, Voucher>()
  return {
    add: (number, voucher) => void vouchers.set(hashVoucher(number), voucher),
    take(hash, clientId) {
      const found = vouchers.get(hash)
      if (found?.clientId !== clientId) return undefined
      vouchers.delete(hash)
      return found
    },
  }
}

/** The key under which a voucher is stored. */
export function hashVoucher(number: string): string {
  return createHash('sha256').update(`voucher:${number}`).digest('base64url')
}

/** Exchanges a voucher for a token (RFC 6749 §4.5). Pass the result to `createServer(config, { grants: [voucher(book)] })`. */
export function voucher(book: VoucherBook) {
  return ({ chooseRights, findAccountId }: GrantParts) => ({
    type: voucherGrantType,
    openToPublicClients: false,
    async authorize({ client, form, now }: GrantRequest) {
      const read = readParameters(form, { voucher: 'required', scope: 'optional', resource: 'many' })
      // Checked before the voucher is redeemed: a request for too much must not use it up.
      const asked = await chooseRights(client, read)
      const found = book.take(hashVoucher(read.voucher), client.id)
      // One error for every cause, so that callers do not learn which numbers exist.
      if (found === undefined || found.endsAt <= now) {
        throw new OAuthError('invalid_grant', 'the voucher is unknown, already used, expired, or for another client')
      }
      const allowed = await chooseRights(client, { scope: found.scope, resource: read.resource })
      const rights = asked.map(({ resource, scope }) => ({
        resource,
        scope: scope.filter((name) => allowed.find((one) => one.resource === resource)?.scope.includes(name)),
      }))
      if (rights.every(({ scope }) => scope.length === 0)) {
        throw new OAuthError('invalid_scope', 'the voucher allows none of the requested scopes')
      }
      const accountId = await findAccountId(found.username)
      if (accountId === undefined) throw new OAuthError('invalid_grant', 'the account of the voucher does not exist')
      return { accountId, rights }
    },
  })
}
