import type { Band, Lane, Picture, PlacedArrow } from './layout.ts'
import type { PicturePalette } from './palette.ts'
import { roleIcon } from './role-icons.ts'
import { type SvgNode, svg } from './svg-node.ts'

/** After Figtree, fonts that take up as much room: a file may be opened where there is no Figtree. */
const family = "'Figtree Variable', Figtree, Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif"

/** Draws the parts of a picture: with presentation attributes only, so that an export needs no style sheet. */
export function draw(picture: Picture, palette: PicturePalette, selected?: number): readonly SvgNode[] {
  const isSelected = ({ exchange }: Band): boolean => exchange !== undefined && exchange === selected
  const fills = new Map(picture.bands.map((band) => [band.exchange, fillOf(band, palette, isSelected(band))]))
  return [
    ...picture.bands.map((band) => drawBand(band, picture, palette, isSelected(band))),
    ...picture.lanes.flatMap((lane) => drawLane(lane, picture, palette)),
    ...picture.bands.map((band) => drawTitle(band, picture, palette, isSelected(band))),
    ...picture.arrows.map((arrow) => drawArrow(arrow, palette, fills.get(arrow.exchange) ?? palette.card)),
  ]
}

/** The tinted field behind the arrows of one exchange. */
function drawBand(band: Band, { width }: Picture, palette: PicturePalette, isSelected: boolean): SvgNode {
  const isBad = isFailed(band.state)
  return svg(
    'g',
    { 'data-key': `band ${band.exchange ?? band.title}`, 'data-band': band.exchange ?? 'planned' },
    band.state === 'planned'
      ? undefined
      : svg('rect', {
          x: 1,
          y: band.y,
          width: width - 2,
          height: band.height,
          rx: 12,
          fill: fillOf(band, palette, isSelected),
          stroke: isSelected ? (isBad ? palette.alert : palette.accent) : palette.line,
          'stroke-width': isSelected ? 1.5 : 1,
        }),
  )
}

const isFailed = (state: Band['state']): boolean => state === 'refused' || state === 'unreachable'

function fillOf({ state }: Pick<Band, 'state'>, palette: PicturePalette, isSelected: boolean): string {
  if (state === 'planned') return palette.card
  if (isFailed(state)) return palette.alertTint
  return isSelected ? palette.tint : palette.sunk
}

/** Text over the lines of the lanes keeps a rim of its background. */
const rim = (colour: string) => ({
  stroke: colour,
  'stroke-width': 4,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
})

function drawTitle(band: Band, picture: Picture, palette: PicturePalette, isSelected: boolean): SvgNode {
  const isPlanned = band.state === 'planned'
  const most = Math.floor((picture.width - 28) / 6.5)
  const title = band.exchange === undefined ? band.title : `${band.exchange}. ${band.title}`
  return svg(
    'text',
    {
      'data-key': `title ${band.exchange ?? band.title}`,
      x: 14,
      y: band.y + 19,
      fill: isFailed(band.state) ? palette.alert : isPlanned ? palette.muted : palette.ink,
      'font-family': family,
      'font-size': picture.isCompact ? 11.5 : 12.5,
      'font-weight': isPlanned ? 500 : 650,
      ...rim(fillOf(band, palette, isSelected)),
    },
    title.length > most ? `${title.slice(0, most - 1)}…` : title,
  )
}

function drawLane(lane: Lane, { height, headHeight, isCompact }: Picture, palette: PicturePalette): readonly SvgNode[] {
  const isAttacker = lane.role === 'attacker'
  const colour = isAttacker ? palette.alert : palette.accent
  const size = isCompact ? 30 : 38
  const text = { 'text-anchor': 'middle', 'font-family': family }
  return [
    svg('line', {
      x1: lane.x,
      y1: headHeight + 4,
      x2: lane.x,
      y2: height - 4,
      stroke: isAttacker ? palette.alert : palette.line,
      'stroke-width': 1.5,
      'stroke-linecap': 'round',
      'stroke-dasharray': isAttacker ? '2 5' : undefined,
    }),
    svg('rect', {
      x: lane.x - size / 2,
      y: 2,
      width: size,
      height: size,
      rx: size / 3.4,
      fill: isAttacker ? palette.alertTint : palette.tint,
    }),
    roleIcon(lane.role, { x: lane.x - size / 2, y: 2, size, colour }),
    ...lane.title.map((line, index) =>
      svg(
        'text',
        {
          ...text,
          x: lane.x,
          y: (isCompact ? 47 : 56) + index * 14,
          fill: isAttacker ? palette.alert : palette.ink,
          'font-size': isCompact ? 11.5 : 12.5,
          'font-weight': 650,
        },
        line,
      ),
    ),
    svg(
      'text',
      {
        ...text,
        x: lane.x,
        y: 57 + lane.title.length * 14,
        fill: palette.muted,
        'font-size': 11,
      },
      lane.subtitle,
    ),
  ]
}

/** How an arrow looks by its outcome and the channel it belongs to. */
function colourOf(arrow: PlacedArrow, palette: PicturePalette): string {
  if (arrow.state === 'planned') return palette.line
  if (arrow.state === 'refused' || arrow.state === 'unreachable') return palette.alert
  return arrow.channel === 'front' ? palette.front : palette.accent
}

function drawArrow(arrow: PlacedArrow, palette: PicturePalette, background: string): SvgNode {
  const { x1, x2, y, number, state, channel, words, labelX } = arrow
  const colour = colourOf(arrow, palette)
  const away = x2 >= x1 ? 1 : -1
  const start = x1 + away * (number === undefined ? 4 : 11)
  const isLost = state === 'unreachable'
  const end = isLost ? x1 + (x2 - x1) * 0.72 : x2 - away * 4
  return svg(
    'g',
    {
      'data-key': arrow.exchange === undefined ? undefined : `arrow ${arrow.exchange} ${arrow.place}`,
      'data-turn': arrow.exchange === undefined ? undefined : arrow.turn,
      'data-away': away,
    },
    svg('line', {
      x1: start,
      y1: y,
      x2: end - (isLost ? 0 : away * 5),
      y2: y,
      stroke: colour,
      'stroke-width': state === 'planned' ? 1.5 : 2,
      'stroke-linecap': 'round',
      'stroke-dasharray': channel === 'front' || state === 'planned' ? '5 5' : undefined,
    }),
    isLost ? drawCross(end, y, colour) : drawTip(end, y, away, colour),
    number === undefined
      ? undefined
      : drawNumber({ x: x1, y, number, colour, palette, isPlanned: state === 'planned' }),
    words === ''
      ? undefined
      : svg(
          'text',
          {
            x: labelX,
            y: y - 14,
            fill: state === 'refused' || isLost ? palette.alert : palette.ink,
            'text-anchor': 'middle',
            'font-family': family,
            'font-size': 12,
            'font-weight': state === 'refused' || isLost ? 650 : 500,
            ...rim(background),
          },
          words,
        ),
  )
}

const drawTip = (x: number, y: number, away: number, colour: string): SvgNode =>
  svg('path', { d: `M${x} ${y}l${-8 * away} -5v10z`, fill: colour, stroke: colour, 'stroke-linejoin': 'round' })

const drawCross = (x: number, y: number, colour: string): SvgNode =>
  svg('path', {
    d: `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`,
    fill: 'none',
    stroke: colour,
    'stroke-width': 2.5,
    'stroke-linecap': 'round',
  })

function drawNumber({
  x,
  y,
  number,
  colour,
  palette,
  isPlanned,
}: {
  readonly x: number
  readonly y: number
  readonly number: number
  readonly colour: string
  readonly palette: PicturePalette
  readonly isPlanned: boolean
}): SvgNode {
  const isBad = colour === palette.alert
  return svg(
    'g',
    {},
    svg('circle', {
      cx: x,
      cy: y,
      r: 10,
      fill: isPlanned ? palette.card : colour,
      stroke: isPlanned ? palette.edge : palette.card,
      'stroke-width': isPlanned ? 1 : 2,
    }),
    svg(
      'text',
      {
        x,
        y: y + 4,
        fill: isPlanned ? palette.muted : isBad ? palette.onAlert : palette.onAccent,
        'text-anchor': 'middle',
        'font-family': family,
        'font-size': 11.5,
        'font-weight': 700,
      },
      String(number),
    ),
  )
}
