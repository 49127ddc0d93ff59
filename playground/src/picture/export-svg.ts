import { draw } from './draw.ts'
import type { Picture } from './layout.ts'
import type { PicturePalette } from './palette.ts'
import { svg, toXml } from './svg-node.ts'

const margin = 20

/** Writes a picture as an SVG file that needs nothing else. Without a font, it is drawn with one of the device that is as wide. */
export function toSvgFile(picture: Picture, palette: PicturePalette, title: string, fontCss?: string): string {
  const [width, height] = [picture.width + 2 * margin, picture.height + 2 * margin]
  const root = svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': title,
    },
    svg('title', {}, title),
    fontCss === undefined ? undefined : svg('style', {}, fontCss),
    svg('rect', { width, height, fill: palette.card, rx: 16 }),
    svg('g', { transform: `translate(${margin} ${margin})` }, ...draw(picture, palette)),
  )
  return `${toXml(root)}\n`
}
