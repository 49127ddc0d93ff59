import { hash } from 'node:crypto'
import type { Route } from '../oauth/router.ts'
import { toIcon } from '../ui/icon.ts'
import { fontFaces, fontFamily } from '../ui/style/font.ts'
import { toStyleSheet } from '../ui/style-sheet.ts'
import type { Look } from './look.ts'

/** A file that pages load; its name changes with its content, so that browsers may keep it for ever. */
interface Asset {
  readonly path: string
  readonly type: string
  readonly content: string | Uint8Array
}

/** The files of all pages. */
export interface Assets {
  readonly style: Asset
  readonly icon: Asset
  readonly logo: Asset | undefined
  readonly routes: readonly Route[]
}

const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
}

/** Makes the files of a server's pages, once, at its start. */
export function createAssets({ theme, logo, font }: Look): Assets {
  const fonts = font.map(({ name, bytes, range }) => ({ ...asset(name, 'woff2', 'font/woff2', bytes), range }))
  const faces = fontFaces(fonts.map(({ path, range }) => ({ file: path.slice(path.lastIndexOf('/') + 1), range })))
  const sheet = faces + toStyleSheet({ ...theme, font: fonts.length === 0 ? undefined : fontFamily })
  const style = asset('style', 'css', 'text/css; charset=utf-8', sheet)
  const picture = logo && asset('logo', extensions[logo.type] ?? 'img', logo.type, logo.bytes)
  const icon = picture ?? asset('icon', 'svg', 'image/svg+xml', toIcon(theme.colours?.colour))
  const all = new Set([style, icon, ...fonts, ...(picture === undefined ? [] : [picture])])
  return { style, icon, logo: picture, routes: [...all].map(assetRoute) }
}

function asset(name: string, extension: string, type: string, content: string | Uint8Array): Asset {
  const digest = hash('sha256', content, 'base64url').slice(0, 12)
  return { path: `/assets/${name}-${digest}.${extension}`, type, content }
}

function assetRoute({ path, type, content }: Asset): Route {
  const headers = {
    'content-type': type,
    'cache-control': 'public, max-age=31536000, immutable',
    ...(type === 'image/svg+xml'
      ? { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" }
      : {}),
  }
  const reply =
    typeof content === 'string'
      ? { status: 200, headers, body: content }
      : { status: 200, headers, body: '', bytes: content }
  return { path, methods: { GET: async () => reply }, errors: 'page', cors: false }
}
