/** Runs work when its turn comes. @throws what `refusal` makes, where too many wait and most of them came from there */
export type InTurn = <T>(from: string, work: () => Promise<T>) => Promise<T>

/** Lets a few at once work; the others wait in rooms, which are served in turn. */
export interface FairTurns {
  /** Opens a room to wait in: however full another is, nobody is refused here for it. */
  openRoom(): InTurn
  /** Answers how many wait in all rooms. */
  waiting(): number
}

/** What turns are made of. */
export interface FairTurnsOptions {
  readonly atOnce: number
  /** How many may wait in a room. */
  readonly mostWaiting: number
  readonly refusal: () => Error
}

interface Waiter {
  readonly begin: () => void
  readonly refuse: (error: Error) => void
}

/**
 * Creates fair turns. Those who come from one place wait in one line, and the lines of a room are served in turn. When a
 * room is full, its longest line gives up its last, so whoever sends many is in the way of nobody else.
 */
export function createFairTurns({ atOnce, mostWaiting, refusal }: FairTurnsOptions): FairTurns {
  const rooms: Room[] = []
  let working = 0

  /** Hands the place on; the room that it goes to is the last to get the next one. */
  function handOn(): void {
    const room = rooms.find((one) => one.size() > 0)
    if (room === undefined) {
      working--
      return
    }
    rooms.push(...rooms.splice(rooms.indexOf(room), 1))
    room.takeNext()?.begin()
  }

  return {
    waiting: () => rooms.reduce((sum, room) => sum + room.size(), 0),
    openRoom() {
      const room = createRoom()
      rooms.push(room)
      return async (from, work) => {
        if (working < atOnce) working++
        else {
          await new Promise<void>((begin, refuse) => {
            room.add(from, { begin, refuse })
            if (room.size() > mostWaiting) room.takeLastOfLongest()?.refuse(refusal())
          })
        }
        try {
          return await work()
        } finally {
          handOn()
        }
      }
    },
  }
}

interface Room {
  size(): number
  add(from: string, waiter: Waiter): void
  takeNext(): Waiter | undefined
  takeLastOfLongest(): Waiter | undefined
}

function createRoom(): Room {
  /** By where they came from; the line that was served last is the last. */
  const lines = new Map<string, Waiter[]>()
  let size = 0
  function put(from: string, line: Waiter[]): void {
    if (line.length > 0) lines.set(from, line)
    else lines.delete(from)
  }
  return {
    size: () => size,
    add(from, waiter) {
      put(from, [...(lines.get(from) ?? []), waiter])
      size++
    },
    takeNext() {
      const [next] = lines
      if (next === undefined) return undefined
      const [from, line] = next
      lines.delete(from)
      put(from, line.slice(1))
      size--
      return line[0]
    },
    takeLastOfLongest() {
      // Of lines that are as long, the one that is served last.
      const longest = [...lines].reduce((one, other) => (other[1].length < one[1].length ? one : other))
      put(longest[0], longest[1].slice(0, -1))
      size--
      return longest[1].at(-1)
    },
  }
}
