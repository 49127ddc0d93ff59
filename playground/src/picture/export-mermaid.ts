import type { Role } from '../wire/exchange.ts'
import { type ArrowGroup, stepNumber } from './arrows.ts'

const names: Readonly<Record<Role, string>> = {
  owner: 'Resource owner’s browser',
  client: 'Client',
  attacker: 'Attacker',
  server: 'Authorization server',
  api: 'Resource server',
}

/** Writes the arrows as a Mermaid sequence diagram. Planned steps are left out. */
export function toMermaid(groups: readonly ArrowGroup[]): string {
  const drawn = groups.filter(({ exchange }) => exchange !== undefined)
  const arrows = drawn.flatMap((group) => group.arrows)
  const usesAttacker = arrows.some(({ from, to }) => from === 'attacker' || to === 'attacker')
  const roles = (Object.keys(names) as Role[]).filter((role) => role !== 'attacker' || usesAttacker)
  const lines = [
    'sequenceDiagram',
    ...roles.map((role) => `  participant ${role} as ${names[role]}`),
    ...drawn.flatMap(({ title, exchange, arrows }) => [
      `  Note over owner,api: ${exchange}. ${escapeText(title)}`,
      ...arrows.map((arrow) => {
        const number = stepNumber(arrow.step)
        const words = `${number === undefined ? '' : `(${number}) `}${escapeText(arrow.label.text)}`
        return `  ${arrow.from}${toLine(arrow)}${arrow.to}: ${words}`
      }),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

const toLine = ({ channel, state }: ArrowGroup['arrows'][number]): string => {
  if (state === 'refused' || state === 'unreachable') return channel === 'front' ? '--x' : '-x'
  return channel === 'front' ? '-->>' : '->>'
}

/** Mermaid reads `;` and `#` as its own. */
const escapeText = (text: string): string =>
  text.replaceAll(/[#;]/g, (mark) => `#${mark.charCodeAt(0)};`).replaceAll(/\s+/g, ' ')
