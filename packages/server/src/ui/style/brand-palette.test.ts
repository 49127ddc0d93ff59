import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contrast, fromOklch, readable, toHex, toOklch } from '../colours.ts'
import { brandPalettes } from './brand-palette.ts'
import { dark, light, type Palette } from './palette.ts'

type Name = keyof Palette

/** Text, and what it is written on. */
const pairs: readonly (readonly [Name, Name])[] = [
  ...(['ink', 'muted', 'accent', 'accent-strong'] as const).flatMap((text) =>
    (['card', 'paper', 'sunk', 'tint'] as const).map((ground) => [text, ground] as const),
  ),
  ['on-accent', 'accent'],
  ['on-button', 'button'],
  ['on-button', 'button-hover'],
  ['alert', 'card'],
  ['alert', 'paper'],
  ['alert', 'alert-tint'],
  ['on-alert', 'alert'],
  ['warning', 'warning-tint'],
]

const unreadable = (palette: Palette) =>
  pairs.filter(([text, ground]) => contrast(palette[text], palette[ground]) < readable)

/** Every shade that differs by 17 in one of its parts: 4,096 colours, grey, black and white among them. */
const someColours = Array.from({ length: 4096 }, (_, at) =>
  toHex([(at >> 8) * 17, ((at >> 4) & 15) * 17, (at & 15) * 17]),
)

test('the text of both palettes has the contrast of WCAG 2.2 §1.4.3', () => {
  assert.deepEqual([unreadable(light), unreadable(dark)], [[], []])
})

test('whatever colour a company has, text on and of it is readable in light and dark (WCAG 2.2 §1.4.3)', () => {
  for (const colour of someColours) {
    const both = brandPalettes({ colour })
    assert.deepEqual([colour, unreadable(both.light), unreadable(both.dark)], [colour, [], []])
  }
})

test('a button is discernible on its card by its face or its edge (WCAG 2.2 §1.4.11)', () => {
  for (const colour of someColours) {
    for (const palette of Object.values(brandPalettes({ colour, colourDark: colour }))) {
      assert.ok(contrast(palette['button-edge'], palette.card) >= 3, `${colour}: ${palette['button-edge']}`)
    }
  }
})

test('a button has exactly the colour of the company, and so do links where it is readable', () => {
  const { light: day, dark: night } = brandPalettes({ colour: '#7A1FA2', colourDark: '#e0b3ff' })
  assert.deepEqual([day.button, day.accent, night.button, night.accent], ['#7a1fa2', '#7a1fa2', '#e0b3ff', '#e0b3ff'])
  const yellow = brandPalettes({ colour: '#fc0' }).light
  assert.deepEqual([yellow.button, yellow['on-button']], ['#ffcc00', '#0e1413'])
  assert.notEqual(yellow.accent, '#ffcc00')
})

test('colours survive the way to lightness, chroma and hue and back', () => {
  for (const colour of someColours) assert.equal(fromOklch(toOklch(colour)), colour)
})
