import { createRanking, type Ranking } from './ranking.ts'

/** The networks that a caller comes from, widest first: callers with the same first one share its turns. */
export type Route = readonly [site: string, host: string]

/** Who waits. */
export interface Waiter {
  readonly begin: () => void
  readonly refuse: () => void
}

/** Holds those who wait for a turn. Every operation takes constant time. */
export interface WaitingRoom {
  size(): number
  add(route: Route, waiter: Waiter, now: number): void
  /** Removes the next in turn: sites in turn, within a site its hosts in turn, of a host the first. */
  takeNext(): Waiter | undefined
  /** Removes the last of a host with the most waiting, of a site with the most waiting; at random among equals. */
  takeLastOfLargest(): Waiter | undefined
  /** Removes all who have waited since before a time. */
  takeOlderThan(time: number): readonly Waiter[]
}

interface Ticket {
  readonly waiter: Waiter
  readonly since: number
  readonly site: Site
  readonly host: Host
}

interface Host {
  readonly name: string
  /** Those before `first` are gone. */
  readonly line: Ticket[]
  first: number
}

interface Site {
  readonly name: string
  readonly hosts: Map<string, Host>
  readonly ranking: Ranking<Host>
  size: number
}

/** Creates a room. @param random a number from 0 to 1 */
export function createWaitingRoom(random: () => number): WaitingRoom {
  /** The one that was served last comes last. */
  const sites = new Map<string, Site>()
  const ranking = createRanking<Site>(random)
  /** In the order of their coming. */
  const all = new Set<Ticket>()

  function siteOf(name: string): Site {
    const known = sites.get(name)
    if (known !== undefined) return known
    const site = { name, hosts: new Map<string, Host>(), ranking: createRanking<Host>(random), size: 0 }
    sites.set(name, site)
    return site
  }

  function hostOf({ hosts }: Site, name: string): Host {
    const known = hosts.get(name)
    if (known !== undefined) return known
    const host = { name, line: [], first: 0 }
    hosts.set(name, host)
    return host
  }

  function change(site: Site, host: Host, by: number): void {
    site.size += by
    const length = host.line.length - host.first
    site.ranking.set(host, length)
    ranking.set(site, site.size)
    if (length === 0) site.hosts.delete(host.name)
    if (site.size === 0) sites.delete(site.name)
  }

  function leave(ticket: Ticket | undefined): Waiter | undefined {
    if (ticket === undefined) return undefined
    all.delete(ticket)
    change(ticket.site, ticket.host, -1)
    return ticket.waiter
  }

  function takeFirst(host: Host): Ticket | undefined {
    const ticket = host.line[host.first]
    host.first++
    // Moved together once in a while, so that each step stays short.
    if (host.first > 64 && host.first * 2 > host.line.length) {
      host.line.splice(0, host.first)
      host.first = 0
    }
    return ticket
  }

  return {
    size: () => all.size,
    add([siteName, hostName], waiter, now) {
      const site = siteOf(siteName)
      const host = hostOf(site, hostName)
      const ticket = { waiter, since: now, site, host }
      host.line.push(ticket)
      all.add(ticket)
      change(site, host, 1)
    },
    takeNext() {
      const [site] = sites.values()
      const [host] = site?.hosts.values() ?? []
      if (site === undefined || host === undefined) return undefined
      toEnd(sites, site)
      toEnd(site.hosts, host)
      return leave(takeFirst(host))
    },
    takeLastOfLargest() {
      return leave(ranking.largest()?.ranking.largest()?.line.pop())
    },
    takeOlderThan(time) {
      const old: Waiter[] = []
      for (const ticket of all) {
        if (ticket.since >= time) break
        // The first of all is the first of its host.
        const waiter = leave(takeFirst(ticket.host))
        if (waiter !== undefined) old.push(waiter)
      }
      return old
    },
  }
}

function toEnd<T extends { readonly name: string }>(map: Map<string, T>, one: T): void {
  map.delete(one.name)
  map.set(one.name, one)
}
