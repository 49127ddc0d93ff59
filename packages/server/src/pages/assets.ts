import { hash } from 'node:crypto'
import type { Route } from '../oauth/router.ts'
import { icon } from '../ui/icon.ts'
import { styleSheet } from '../ui/style-sheet.ts'

const digest = (text: string) => hash('sha256', text, 'base64url').slice(0, 12)

/** Files that pages load; their names change with their content, so that browsers may keep them for ever. */
export const assets = {
  style: { path: `/assets/style-${digest(styleSheet)}.css`, type: 'text/css; charset=utf-8', body: styleSheet },
  icon: { path: `/assets/icon-${digest(icon)}.svg`, type: 'image/svg+xml', body: icon },
} as const

export const assetRoutes: readonly Route[] = Object.values(assets).map(({ path, type, body }) => {
  const headers = { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }
  return { path, methods: { GET: async () => ({ status: 200, headers, body }) }, errors: 'page', cors: false }
})
