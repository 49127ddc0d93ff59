/** The font of the page. */
const embeddedFamily = 'Figtree Variable'

/** Finds the font in the style sheets of the page, and writes it as CSS that needs no other file. Undefined if there is none. */
export async function readEmbeddedFont({ styleSheets, baseURI }: Document): Promise<string | undefined> {
  for (const sheet of styleSheets) {
    for (const rule of sheet.cssRules) {
      const url = rule instanceof CSSFontFaceRule ? urlOf(rule, sheet.href ?? baseURI) : undefined
      if (url !== undefined) return toCss(await (await fetch(url)).arrayBuffer())
    }
  }
  return undefined
}

/** Where the part of the font with the letters of English is. */
function urlOf({ style }: CSSFontFaceRule, base: string): string | undefined {
  const [family, range, source] = ['font-family', 'unicode-range', 'src'].map((name) => style.getPropertyValue(name))
  if (!family?.includes(embeddedFamily) || !/^U\+(?:\?\?|0+-0*FF)(?:,|$)/i.test(range ?? '')) return undefined
  const path = /url\(["']?([^"')]+)/.exec(source ?? '')?.[1]
  return path === undefined ? undefined : new URL(path, base).href
}

function toCss(font: ArrayBuffer): string {
  const bytes = Array.from(new Uint8Array(font), (byte) => String.fromCharCode(byte)).join('')
  return `@font-face{font-family:'${embeddedFamily}';font-weight:300 900;src:url(data:font/woff2;base64,${btoa(bytes)}) format('woff2')}`
}
