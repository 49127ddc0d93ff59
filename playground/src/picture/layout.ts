import type { Role } from '../wire/exchange.ts'
import { type Arrow, type ArrowGroup, stepNumber } from './arrows.ts'

/** A vertical line of the picture, with its head. */
export interface Lane {
  readonly role: Role
  readonly x: number
  readonly title: readonly string[]
  readonly subtitle: string
}

/** An arrow with its place, in pixels. */
export interface PlacedArrow extends Arrow {
  readonly exchange: number | undefined
  /** Its place among the arrows of its exchange, and among those of the same request or answer. */
  readonly place: number
  readonly turn: number
  /** The step of the protocol flow, 1 to 6. */
  readonly number: number | undefined
  readonly x1: number
  readonly x2: number
  readonly y: number
  readonly words: string
  readonly labelX: number
}

/** The band behind the arrows of one exchange. */
export interface Band {
  readonly exchange: number | undefined
  readonly title: string
  readonly state: ArrowGroup['state']
  readonly y: number
  readonly height: number
}

export interface Picture {
  readonly width: number
  readonly height: number
  readonly headHeight: number
  readonly isCompact: boolean
  readonly lanes: readonly Lane[]
  readonly bands: readonly Band[]
  readonly arrows: readonly PlacedArrow[]
}

/** What the heads of the lanes say below the role. */
export type LaneNames = Readonly<Partial<Record<Role, string>>>

const titles: Readonly<Record<Role, { readonly long: readonly string[]; readonly short: readonly string[] }>> = {
  owner: { long: ['Resource owner’s', 'browser'], short: ['Browser'] },
  client: { long: ['Client'], short: ['Client'] },
  attacker: { long: ['Attacker'], short: ['Attacker'] },
  server: { long: ['Authorization', 'server'], short: ['Auth.', 'server'] },
  api: { long: ['Resource server'], short: ['API'] },
}

const compactBelow = 460
const titleHeight = 26
const rowHeight = 42
const bandGap = 10
/** The mean width of a character of the labels, for 12 pixels of Figtree. */
const characterWidth = 6.3

/** Places lanes and arrows. The attacker has a lane only while one is played. */
export function layOut({
  groups,
  names,
  attacker,
  width,
}: {
  readonly groups: readonly ArrowGroup[]
  readonly names: LaneNames
  readonly attacker: boolean
  readonly width: number
}): Picture {
  const isCompact = width < compactBelow
  const headHeight = isCompact ? 74 : 96
  const lanes = placeLanes({ attacker: attacker || usesAttacker(groups), names, width, isCompact })
  const bands: Band[] = []
  const arrows: PlacedArrow[] = []
  let y = headHeight + 14
  for (const group of groups) {
    const height = titleHeight + group.arrows.length * rowHeight
    bands.push({ exchange: group.exchange, title: group.title, state: group.state, y, height })
    for (const [index, arrow] of group.arrows.entries()) {
      arrows.push(
        placeArrow(arrow, {
          lanes,
          exchange: group.exchange,
          place: index,
          turn: index - group.arrows.findIndex(({ part }) => part === arrow.part),
          y: y + titleHeight + index * rowHeight + 26,
          width,
          isCompact,
        }),
      )
    }
    y += height + bandGap
  }
  return { width, height: Math.max(y + 6, headHeight + 120), headHeight, isCompact, lanes, bands, arrows }
}

const usesAttacker = (groups: readonly ArrowGroup[]): boolean =>
  groups.some(({ arrows }) => arrows.some(({ from, to }) => from === 'attacker' || to === 'attacker'))

function placeLanes({
  attacker,
  names,
  width,
  isCompact,
}: {
  readonly attacker: boolean
  readonly names: LaneNames
  readonly width: number
  readonly isCompact: boolean
}): readonly Lane[] {
  const roles: readonly Role[] = ['owner', 'client', ...(attacker ? (['attacker'] as const) : []), 'server', 'api']
  const laneWidth = width / roles.length
  return roles.map((role, index) => ({
    role,
    x: Math.round(laneWidth * (index + 0.5)),
    title: isCompact || laneWidth < 104 ? titles[role].short : titles[role].long,
    subtitle: isCompact ? '' : fit(names[role] ?? '', laneWidth - 12),
  }))
}

function placeArrow(
  arrow: Arrow,
  place: {
    readonly lanes: readonly Lane[]
    readonly exchange: number | undefined
    readonly place: number
    readonly turn: number
    readonly y: number
    readonly width: number
    readonly isCompact: boolean
  },
): PlacedArrow {
  const { lanes, exchange, y, width, isCompact, place: index, turn } = place
  const xOf = (role: Role): number => lanes.find((lane) => lane.role === role)?.x ?? 0
  const [x1, x2] = [xOf(arrow.from), xOf(arrow.to)]
  const words = fit(isCompact ? arrow.label.short : arrow.label.text, width - 24)
  const half = (words.length * characterWidth) / 2
  const labelX = Math.min(Math.max((x1 + x2) / 2, half + 10), width - half - 10)
  return {
    ...arrow,
    exchange,
    place: index,
    turn,
    number: stepNumber(arrow.step),
    x1,
    x2,
    y,
    words,
    labelX: Math.round(labelX),
  }
}

/** Shortens words that are wider than their place. */
function fit(words: string, width: number): string {
  const most = Math.floor(width / characterWidth)
  return words.length <= most ? words : `${words.slice(0, Math.max(0, most - 1))}…`
}
