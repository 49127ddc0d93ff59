import { z } from 'zod'

const inQuotes = 'must be a colour such as "#0f5c4d", in quotes: # begins a comment in YAML'

const colour = () =>
  z
    .string({ error: inQuotes })
    .regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i, inQuotes)
    .optional()

const schemes = (text: string, allowed: readonly string[]) =>
  URL.canParse(text) && allowed.includes(new URL(text).protocol)

const link = () =>
  z
    .string()
    .max(500)
    .refine((text) => schemes(text, ['https:', 'http:']), 'must be a URL that begins with https:// or http://')
    .optional()

export const brand = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .optional()
      .describe('The name in the head of every page, in titles and in mails. Default: `Valetkey`.'),
    logo: z
      .string()
      .min(1)
      .optional()
      .describe(
        'A picture for the head of every page and the icon of the tab: a PNG, JPEG, WebP or SVG file of at most 200 kB, relative to the folder of this file. A picture more than twice as wide as high is assumed to contain the name. An SVG file with scripts or references to other files is rejected.',
      ),
    colour: colour().describe(
      'The colour of buttons, as `"#0f5c4d"`. The text on them is black or white, whichever is readable; links and marks get the nearest readable shade (WCAG 2.2 §1.4.3), which the server prints at startup if it differs. Backgrounds are tinted with the colour.',
    ),
    colourDark: colour().describe(
      'The colour of buttons where the browser prefers dark pages. Default: `colour`, or a lighter shade of it if it would not be visible.',
    ),
    radius: z
      .int()
      .min(0)
      .max(24)
      .optional()
      .describe('The radius of button corners, in pixels; other corners are derived from it. Default: 12.'),
    font: z
      .string()
      .min(1)
      .optional()
      .describe(
        '`figtree`, which comes with the server; `system`, the font of the reader’s device; or a WOFF2 file of at most 200 kB, relative to the folder of this file. Default: `figtree`.',
      ),
    supportUrl: z
      .string()
      .max(500)
      .refine(
        (text) => schemes(text, ['https:', 'http:', 'mailto:']),
        'must be a URL that begins with https://, http:// or mailto:',
      )
      .optional()
      .describe('Where users get help: linked in the foot of every page, and next to the code of an error.'),
    privacyUrl: link().describe('The privacy policy, linked in the foot of every page.'),
    termsUrl: link().describe('The terms of service, linked in the foot of every page.'),
  })
  .optional()
  .describe('The design of the pages: see [branding](branding.md).')
