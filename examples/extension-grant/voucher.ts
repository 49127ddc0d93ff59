import { createHash } from 'node:crypto'
import { type GrantParts, type GrantRequest, OAuthError, readParameters } from 'valetkey'

/** A slip of paper, handed out at a counter, that says whose contacts its bearer may use, how, and until when. */
export interface Voucher {
  readonly username: string
  /** The client it was made for. */
  readonly clientId: string
  readonly scope: string
  /** Milliseconds since 1970. */
  readonly endsAt: number
}

/** Keeps vouchers by the SHA-256 of their number, so that who reads the list cannot use one. */
export interface VoucherBook {
  /** Takes out a client's voucher; of two callers racing with one number, exactly one gets it. Another client's is left. */
  take(hash: string, clientId: string): Voucher | undefined
}

/** The value of `grant_type`: an absolute URI, as RFC 6749 §4.5 asks. */
export const voucherGrantType = 'urn:example:grant-type:voucher'

/** Keeps vouchers in this process's memory. */
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

/** Forms the name under which a voucher is kept. */
export function hashVoucher(number: string): string {
  return createHash('sha256').update(`voucher:${number}`).digest('base64url')
}

/** Trades a voucher for a token (RFC 6749 §4.5): give the result to `createServer(config, { grants: [voucher(book)] })`. */
export function voucher(book: VoucherBook) {
  return ({ chooseRights, findAccountId }: GrantParts) => ({
    type: voucherGrantType,
    openToPublicClients: false,
    async authorize({ client, form, now }: GrantRequest) {
      const read = readParameters(form, { voucher: 'required', scope: 'optional', resource: 'many' })
      // Found out before the voucher is taken: a request that asks too much does not cost it.
      const asked = await chooseRights(client, read)
      const found = book.take(hashVoucher(read.voucher), client.id)
      // One answer for all that is wrong with it, so that nobody learns which numbers exist.
      if (found === undefined || found.endsAt <= now) {
        throw new OAuthError('invalid_grant', 'the voucher is unknown, used up, ended, or made for another client')
      }
      const allowed = await chooseRights(client, { scope: found.scope, resource: read.resource })
      const rights = asked.map(({ resource, scope }) => ({
        resource,
        scope: scope.filter((name) => allowed.find((one) => one.resource === resource)?.scope.includes(name)),
      }))
      if (rights.every(({ scope }) => scope.length === 0)) {
        throw new OAuthError('invalid_scope', 'the voucher allows nothing of what was asked for')
      }
      const accountId = await findAccountId(found.username)
      if (accountId === undefined) throw new OAuthError('invalid_grant', 'the voucher names nobody who is known here')
      return { accountId, rights }
    },
  })
}
