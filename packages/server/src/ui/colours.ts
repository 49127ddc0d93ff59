/** A colour as red, green and blue, each from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** A colour by lightness (0 to 1), chroma and hue (radians), in which equal steps look equal (CSS Color 4 §9.4). */
export type Oklch = readonly [lightness: number, chroma: number, hue: number]

/** Reads `#rgb` or `#rrggbb`. */
export const fromHex = (hex: string): Rgb => {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : (hex.slice(1).match(/../g) ?? [])
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => Number.parseInt(pair, 16))
  return [red, green, blue]
}

export const toHex = (rgb: Rgb): string =>
  `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

const toLinear = (part: number): number => {
  const share = part / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

const fromLinear = (share: number): number =>
  255 * (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055)

const luminance = ([red, green, blue]: Rgb): number =>
  0.2126 * toLinear(red) + 0.7152 * toLinear(green) + 0.0722 * toLinear(blue)

/** The contrast of two colours, from 1 to 21 (WCAG 2.2, “contrast ratio”). */
export const contrast = (one: string, other: string): number => {
  const [a, b] = [luminance(fromHex(one)), luminance(fromHex(other))]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

export const toOklch = (hex: string): Oklch => {
  const [r, g, b] = fromHex(hex).map(toLinear) as [number, number, number] // three parts in, three out
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const x = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, Math.hypot(x, y), Math.atan2(y, x)]
}

/** Writes a colour; one that screens cannot show loses chroma until they can. */
export const fromOklch = ([lightness, chroma, hue]: Oklch): string => {
  for (let left = chroma; ; left -= 0.005) {
    const rgb = toRgb([lightness, Math.max(0, left), hue])
    if (left <= 0 || rgb.every((part) => part >= -0.5 && part <= 255.5)) {
      const [red, green, blue] = rgb.map((part) => Math.min(255, Math.max(0, part)))
      return toHex([red ?? 0, green ?? 0, blue ?? 0])
    }
  }
}

const toRgb = ([lightness, chroma, hue]: Oklch): Rgb => {
  const [x, y] = [chroma * Math.cos(hue), chroma * Math.sin(hue)]
  const l = (lightness + 0.3963377774 * x + 0.2158037573 * y) ** 3
  const m = (lightness - 0.1055613458 * x - 0.0638541728 * y) ** 3
  const s = (lightness - 0.0894841775 * x - 1.291485548 * y) ** 3
  return [
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** The contrast that text needs (WCAG 2.2 §1.4.3). One of black and white has it on any colour. */
export const readable = 4.5

/** Chooses the colour of text on another: white where it is readable. */
export const readableOn = (colour: string): string =>
  ['#ffffff', '#0e1413'].find((text) => contrast(text, colour) >= readable) ?? '#000000'
