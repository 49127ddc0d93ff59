/** A piece of SVG as data: drawn on the page by React, and written as text for an export. */
export interface SvgNode {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number | undefined>>
  readonly children: readonly (SvgNode | string)[]
}

export const svg = (
  name: string,
  attributes: SvgNode['attributes'],
  ...children: readonly (SvgNode | string | undefined)[]
): SvgNode => ({ name, attributes, children: children.filter((child) => child !== undefined) })

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Writes a node as XML, without the data that the page keeps on it. */
export function toXml({ name, attributes, children }: SvgNode): string {
  const written = Object.entries(attributes)
    .filter(([key, value]) => value !== undefined && !key.startsWith('data-'))
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('')
  const content = children.map((child) => (typeof child === 'string' ? escapeXml(child) : toXml(child))).join('')
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`
}
