import type { Brand } from '../config/read-brand.ts'
import { readShippedFont } from '../http/shipped-font.ts'
import type { Look } from '../pages/look.ts'
import { fromHex, toHex } from '../ui/colours.ts'
import { brandPalettes } from '../ui/style/brand-palette.ts'

/** Prepares the look of the pages. @param say reports a colour that is not readable as text */
export function createLook(brand: Brand = {}, say: (line: string) => void): Look {
  const { colour, colourDark, radius, font = 'figtree', ...rest } = brand
  const colours = colour === undefined ? undefined : { colour, colourDark }
  if (colours !== undefined) for (const line of describeShades(colours)) say(line)
  return { ...rest, theme: { colours, radius }, font: toFontFiles(font) }
}

function toFontFiles(font: NonNullable<Brand['font']>): Look['font'] {
  if (font === 'system') return []
  return font === 'figtree' ? readShippedFont() : [{ name: 'font', bytes: font }]
}

/** Describes the shades used instead of configured colours. */
function describeShades(colours: {
  readonly colour: string
  readonly colourDark?: string | undefined
}): readonly string[] {
  const { light, dark } = brandPalettes(colours)
  const line = (option: string, given: string, shade: string, where: string) =>
    shade === toHex(fromHex(given))
      ? []
      : [
          `note: brand.${option}: ${given} is not readable as text on ${where} pages (WCAG 2.2 §1.4.3): links and marks use ${shade} there`,
        ]
  return colours.colourDark === undefined
    ? line('colour', colours.colour, light.accent, 'light')
    : [
        ...line('colour', colours.colour, light.accent, 'light'),
        ...line('colourDark', colours.colourDark, dark.accent, 'dark'),
      ]
}
