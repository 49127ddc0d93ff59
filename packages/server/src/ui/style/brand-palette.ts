import { contrast, fromHex, fromOklch, type Oklch, readable, readableOn, toHex, toOklch } from '../colours.ts'
import { dark, light, type Palette } from './palette.ts'

/** The colours that a company chooses, as `#rrggbb`. */
export type BrandColours = { readonly colour: string; readonly colourDark?: string | undefined }

/** The contrast of what must be seen without being read (WCAG 2.2 §1.4.11). */
const discernible = 3

/** Backgrounds that links and marks are written on. */
export const backgrounds = ['card', 'paper', 'sunk', 'tint'] as const

/** Colours that take on the hue of the brand and keep their lightness, and so their contrast. */
const neutrals = ['paper', 'card', 'sunk', 'ink', 'muted', 'line', 'edge', 'tint'] as const

/** The chroma of the colour that the neutral ones were chosen for. */
const usualChroma = toOklch(light.accent)[1]

/** Adapts both palettes to a company's colours. */
export const brandPalettes = ({
  colour,
  colourDark,
}: BrandColours): { readonly light: Palette; readonly dark: Palette } => ({
  light: adapt(light, toHex(fromHex(colour)), 'as-is', -1),
  dark: adapt(dark, toHex(fromHex(colourDark ?? colour)), colourDark === undefined ? 'discernible' : 'as-is', 1),
})

/** @param away -1 if text is darker than its background, 1 if it is lighter */
const adapt = (usual: Palette, colour: string, exact: 'as-is' | 'discernible', away: -1 | 1): Palette => {
  const brand = toOklch(colour)
  const tinted = { ...usual, ...tint(usual, brand) }
  const accent = readableShade(brand, tinted, away)
  const isVisible = contrast(colour, tinted.card) >= discernible
  const button = exact === 'as-is' || isVisible ? colour : accent
  const onButton = readableOn(button)
  const [, , hue] = brand
  return {
    ...tinted,
    accent,
    'accent-strong': shift(accent, 0.08 * away),
    'on-accent': readableOn(accent),
    button,
    // Away from the text on it, so that it stays readable.
    'button-hover': shift(button, onButton === '#ffffff' ? -0.06 : 0.06),
    'button-edge': contrast(button, tinted.card) >= discernible ? button : tinted.edge,
    'on-button': onButton,
    // The metal of the ring: steel goes with any colour, brass does not.
    brass: fromOklch([toOklch(usual.brass)[0], 0.012, hue]),
    'brass-light': fromOklch([toOklch(usual['brass-light'])[0], 0.012, hue]),
  }
}

const tint = (usual: Palette, [, chroma, hue]: Oklch): Partial<Palette> =>
  Object.fromEntries(
    neutrals.map((name) => {
      const [lightness, usualOne] = toOklch(usual[name])
      const share = Math.min(1, chroma / usualChroma)
      return [name, fromOklch([lightness, usualOne * share, hue])]
    }),
  )

/** Finds the nearest shade of a colour that is readable on every background. */
const readableShade = ([lightness, chroma, hue]: Oklch, palette: Palette, away: -1 | 1): string => {
  for (let shade = lightness; shade > 0 && shade < 1; shade += 0.005 * away) {
    const hex = fromOklch([shade, chroma, hue])
    if (backgrounds.every((name) => contrast(hex, palette[name]) >= readable + 0.05)) return hex
  }
  return palette.ink
}

const shift = (hex: string, by: number): string => {
  const [lightness, chroma, hue] = toOklch(hex)
  return fromOklch([Math.min(1, Math.max(0, lightness + by)), chroma, hue])
}
