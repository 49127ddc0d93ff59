import { createElement, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useDarkScheme } from '../controls/use-media.ts'
import type { ArrowGroup } from './arrows.ts'
import { draw } from './draw.ts'
import { type LaneNames, type Picture as Layout, layOut } from './layout.ts'
import { darkPicture, lightPicture } from './palette.ts'
import { toSentence } from './sentences.ts'
import type { SvgNode } from './svg-node.ts'

interface PictureProps {
  readonly groups: readonly ArrowGroup[]
  readonly names: LaneNames
  readonly attacker: boolean
  readonly selected: number | undefined
  readonly onOpen: (exchange: number) => void
}

/** The drawn flow: an SVG for the eye, and over it the same arrows as an ordered list of buttons. */
export function Picture({ groups, names, attacker, selected, onOpen }: PictureProps): ReactNode {
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const palette = useDarkScheme() ? darkPicture : lightPicture
  const layout = useMemo(() => layOut({ groups, names, attacker, width }), [groups, names, attacker, width])
  const nodes = useMemo(() => draw(layout, palette, selected), [layout, palette, selected])
  useFollow(box, groups.filter(({ exchange }) => exchange !== undefined).length)
  return (
    <div className="picture" ref={box} style={{ minHeight: layout.height }}>
      <svg
        role="img"
        aria-label="The protocol flow so far; the list that follows says the same in words"
        width={layout.width}
        height={layout.height}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
      >
        {nodes.map((node, index) => toElement(node, index))}
      </svg>
      <ArrowList layout={layout} selected={selected} onOpen={onOpen} />
    </div>
  )
}

/** Arrows that were sent open their exchange; those to come are read only. */
function ArrowList({
  layout,
  selected,
  onOpen,
}: {
  readonly layout: Layout
  readonly selected: number | undefined
  readonly onOpen: (exchange: number) => void
}): ReactNode {
  return (
    <ol className="arrows" aria-label="Arrows of the picture">
      {layout.arrows.map((arrow) => {
        const { exchange } = arrow
        const place = {
          top: arrow.y - 24,
          left: Math.max(0, Math.min(arrow.x1, arrow.x2) - 14),
          width: Math.min(Math.abs(arrow.x2 - arrow.x1) + 28, layout.width),
        }
        return (
          <li key={arrow.y} style={place}>
            {exchange === undefined ? (
              <span className="unseen">{toSentence(arrow)}</span>
            ) : (
              <button type="button" aria-pressed={exchange === selected} onClick={() => onOpen(exchange)}>
                <span className="unseen">{toSentence(arrow)}</span>
              </button>
            )}
          </li>
        )
      })}
    </ol>
  )
}

/** Presentation attributes in the spelling that React knows. */
function toElement({ name, attributes, children }: SvgNode, key: number): ReactNode {
  const props = Object.fromEntries(
    Object.entries(attributes).map(([attribute, value]) => [
      attribute.startsWith('data-') ? attribute : attribute.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase()),
      value,
    ]),
  )
  const turn = attributes['data-turn']
  return createElement(
    name,
    { ...props, key: String(attributes['data-key'] ?? key), ...(turn !== undefined && { style: { '--turn': turn } }) },
    ...children.map((child, index) => (typeof child === 'string' ? child : toElement(child, index))),
  )
}

/** Scrolls to the newest exchange, unless the reader is at work below the picture, such as with the API. */
function useFollow(box: React.RefObject<HTMLDivElement | null>, count: number): void {
  useEffect(() => {
    if (count === 0 || document.activeElement?.closest('.extras')) return
    const sent = box.current?.querySelectorAll('.arrows li:has(button)') ?? []
    sent[sent.length - 1]?.scrollIntoView({ block: 'nearest' })
  }, [box, count])
}

const usualWidth = 560

/** The width of an element in whole pixels. */
function useWidth(box: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(usualWidth)
  useLayoutEffect(() => {
    if (box.current) setWidth(Math.floor(box.current.clientWidth))
  }, [box])
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width))
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [box])
  return width
}
