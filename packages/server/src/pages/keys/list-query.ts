import type { OAuthRequest } from '../../oauth/request.ts'
import { addressField } from '../carried-request.ts'

/** The orders of the list, the usual one first. */
export const orders = ['used', 'name', 'ends'] as const
export type Order = (typeof orders)[number]

/** Keys on one page of the list. */
export const pageSize = 50

/** With fewer keys the list has no search. */
export const fewestToSearch = 8

/** What the address asks of the list. */
export interface ListQuery {
  readonly search: string
  readonly order: Order
  /** From 1 on. */
  readonly page: number
}

/** Reads the address; what it does not know is as if it were left out. */
export function readListQuery(request: OAuthRequest): ListQuery {
  const order = orders.find((one) => one === addressField(request, 'sort')) ?? orders[0]
  const page = Number(/^[1-9]\d{0,3}$/.exec(addressField(request, 'page') ?? '')?.[0] ?? 1)
  return { search: (addressField(request, 'q') ?? '').trim().slice(0, 100), order, page }
}

/** Writes the address of a list, without what is usual. */
export function toListAddress(path: string, { search, order, page }: ListQuery): string {
  const fields = new URLSearchParams({
    ...(search === '' ? {} : { q: search }),
    ...(order === orders[0] ? {} : { sort: order }),
    ...(page === 1 ? {} : { page: String(page) }),
  })
  return fields.size === 0 ? path : `${path}?${fields}`
}

interface Listed {
  readonly key: {
    readonly createdAt: number
    readonly lastUsedAt: number | undefined
    readonly endsAt: number | undefined
  }
  readonly name: string
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

const comparisons: Readonly<Record<Order, (one: Listed, other: Listed) => number>> = {
  used: ({ key: one }, { key: other }) => lastTouched(other) - lastTouched(one),
  name: (one, other) => (folded(one.name) < folded(other.name) ? -1 : 1),
  ends: ({ key: one }, { key: other }) => (one.endsAt ?? Infinity) - (other.endsAt ?? Infinity) || 0,
}

/** A key that was never used counts as used when it was given. */
function lastTouched({ createdAt, lastUsedAt }: Listed['key']): number {
  return Math.max(createdAt, lastUsedAt ?? 0)
}

/** Picks and sorts the keys of a page; a page beyond the last one is the last one. */
export function pick<L extends Listed>(all: readonly L[], query: ListQuery) {
  const words = folded(query.search).split(/\s+/).filter(Boolean)
  const found = all.filter(({ name }) => words.every((word) => folded(name).includes(word)))
  const sorted = found.toSorted(comparisons[query.order])
  const pages = Math.max(1, Math.ceil(sorted.length / pageSize))
  const page = Math.min(query.page, pages)
  return { found: sorted.length, page, pages, shown: sorted.slice((page - 1) * pageSize, page * pageSize) }
}
