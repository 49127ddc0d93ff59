import type { Role } from '../wire/exchange.ts'
import { type SvgNode, svg } from './svg-node.ts'

/** Strokes on a square of 24 pixels. */
const paths: Readonly<Record<Role, string>> = {
  owner: 'M12 11.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5M5.5 19c.6-3.2 3.2-5 6.5-5s5.9 1.8 6.5 5',
  client: 'M4.5 6.5h15v11h-15zM4.5 10h15M7 8.25h.01M9.25 8.25h.01',
  server: 'M8.5 12.5a3.75 3.75 0 1 1 2.9-1.4l7.1 7.4M16 16l1.8-1.8M13.8 13.7l1.7-1.7',
  api: 'M12 9c3.9 0 6.5-1 6.5-2.25S15.9 4.5 12 4.5 5.5 5.5 5.5 6.75 8.1 9 12 9M5.5 6.75v10.5C5.5 18.5 8.1 19.5 12 19.5s6.5-1 6.5-2.25V6.75M5.5 12c0 1.25 2.6 2.25 6.5 2.25s6.5-1 6.5-2.25',
  attacker:
    'M4 13.5h16M6.5 13.5 8 6.5l4 1.25 4-1.25 1.5 7M8.5 18.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4M15.5 18.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4M10.5 16.5h3',
}

export const roleIcon = (
  role: Role,
  { x, y, size, colour }: { readonly x: number; readonly y: number; readonly size: number; readonly colour: string },
): SvgNode => {
  const scale = (size * 0.64) / 24
  const inset = size * 0.18
  return svg('path', {
    d: paths[role],
    fill: 'none',
    stroke: colour,
    'stroke-width': 1.75,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    transform: `translate(${(x + inset).toFixed(2)} ${(y + inset).toFixed(2)}) scale(${scale.toFixed(4)})`,
  })
}
