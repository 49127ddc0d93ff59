import { account } from './style/account.ts'
import { baseStyle } from './style/base.ts'
import { type BrandColours, brandPalettes } from './style/brand-palette.ts'
import { forms } from './style/forms.ts'
import { cards } from './style/key-cards.ts'
import { keyList } from './style/key-list.ts'
import { dark, light, type Palette } from './style/palette.ts'
import { question } from './style/question.ts'
import { secondFactor } from './style/second-factor.ts'

/** What a style sheet depends on. */
export type Theme = {
  readonly colours?: BrandColours | undefined
  /** The radius of a button, in pixels; all others are in proportion. */
  readonly radius?: number | undefined
  /** The families of the text, the preferred one first, as CSS. */
  readonly font?: string | undefined
}

const usualRadius = 12
const systemFont = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

/** Builds the complete style sheet, served as `text/css` under a path that changes with its content. */
export const toStyleSheet = ({ colours, radius = usualRadius, font }: Theme = {}): string => {
  const palettes = colours === undefined ? { light, dark } : brandPalettes(colours)
  const family = font === undefined ? systemFont : `${font}, ${systemFont}`
  const variables = `
:root { ${toVariables(palettes.light)} --round: ${radius / usualRadius}; --font: ${family}; }
@media (prefers-color-scheme: dark) { :root { ${toVariables(palettes.dark)} } }
`
  return [variables, rules].join('').trimStart()
}

const toVariables = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ')

/** Corners are written for the usual radius. */
const rules = [baseStyle, forms, cards, keyList, question, secondFactor, account]
  .join('')
  .replace(/border-radius: [^;]+/g, (radii) =>
    radii.replace(/(?<![\d.])[\d.]+rem/g, (length) => `calc(${length} * var(--round))`),
  )
