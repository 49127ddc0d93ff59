import type { Words } from '../ui/words/en.ts'

const browsers = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|HeadlessChrome|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const

const systems = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['Mac', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
] as const

/** A browser by the names that its user knows; undefined if its user agent does not reveal them. For display only. */
export interface BrowserName {
  readonly browser: string | undefined
  readonly system: string | undefined
}

export function nameBrowser(userAgent: string): BrowserName {
  const browser = browsers.find(([, pattern]) => pattern.test(userAgent))?.[0]
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0]
  return { browser, system }
}

export function writeBrowserName({ browser, system }: BrowserName, words: Words['sessions']): string {
  const name = browser ?? words.unknownBrowser
  return system === undefined ? name : words.browserOn(name, system)
}
