import { createWaitingRoom, type Route, type WaitingRoom } from './waiting-room.ts'

/**
 * Runs work when its turn comes.
 * @throws what `refusal` makes, if too many wait and the largest share of them came from there, or if it waited too long
 */
export type InTurn = <T>(route: Route, work: () => Promise<T>) => Promise<T>

/** Lets a few work at once; the others wait in rooms, which are served in turn. */
export interface FairTurns {
  /** Opens a room to wait in: however full another is, nobody is refused here for it. */
  openRoom(mostWaiting?: number): InTurn
  /** How many wait in all rooms. */
  waiting(): number
}

/** What turns are made of. */
export interface FairTurnsOptions {
  readonly atOnce: number
  /** How many may wait in a room. */
  readonly mostWaiting: number
  readonly longestWaitMs: number
  /** Creates the error for a caller that is refused. @param seconds after which trying again makes sense */
  readonly refusal: (seconds: number) => Error
  /** A number from 0 to 1. */
  readonly random: () => number
}

/**
 * Creates fair turns. Within a room the networks that callers come from are served in turn, then the hosts of each. When a room
 * is full, the network with the most waiting loses the last of its host with the most: a network that sends many blocks no other.
 */
export function createFairTurns(options: FairTurnsOptions): FairTurns {
  const { atOnce, longestWaitMs, refusal, random } = options
  const rooms: WaitingRoom[] = []
  const watched = new Set<WaitingRoom>()
  let working = 0
  /** Milliseconds that one piece of work took of late. */
  let usual = 20

  /** Gives the free place to the next; the room that it goes to is the last to get another one. */
  function handOn(): void {
    const room = rooms.find((one) => one.size() > 0)
    if (room === undefined) {
      working--
      return
    }
    rooms.push(...rooms.splice(rooms.indexOf(room), 1))
    room.takeNext()?.begin()
  }

  function wait(room: WaitingRoom, route: Route, mostWaiting: number): Promise<void> {
    const secondsToWait = () => Math.min(30, Math.max(1, Math.ceil((room.size() * usual) / atOnce / 1000)))
    return new Promise<void>((begin, reject) => {
      if (!watched.has(room)) watch(room)
      room.add(route, { begin, refuse: () => reject(refusal(secondsToWait())) }, performance.now())
      if (room.size() > mostWaiting) room.takeLastOfLargest()?.refuse()
    })
  }

  /** Refuses those who wait too long, as long as anybody waits. */
  function watch(room: WaitingRoom): void {
    watched.add(room)
    const timer = setTimeout(() => {
      for (const waiter of room.takeOlderThan(performance.now() - longestWaitMs)) waiter.refuse()
      if (room.size() > 0) watch(room)
      else watched.delete(room)
    }, longestWaitMs / 4)
    timer.unref()
  }

  return {
    waiting: () => rooms.reduce((sum, room) => sum + room.size(), 0),
    openRoom(mostWaiting = options.mostWaiting) {
      const room = createWaitingRoom(random)
      rooms.push(room)
      return async (route, work) => {
        if (working < atOnce) working++
        else await wait(room, route, mostWaiting)
        const began = performance.now()
        try {
          return await work()
        } finally {
          usual = usual * 0.95 + (performance.now() - began) * 0.05
          handOn()
        }
      }
    },
  }
}
