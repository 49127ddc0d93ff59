import { en } from '../ui/words/en.ts'

/** Values with which an attacker tries to inject markup. */
export const payloads: readonly string[] = [
  '<script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "'><script>alert(1)</script>",
  '</title><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '--><script>alert(1)</script>',
  ']]><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '" onmouseover="alert(1)',
  '" autofocus onfocus="alert(1)',
  ' onfocus=alert(1) autofocus ',
  '` onmouseover=`alert(1)',
  '<svg onload=alert(1)>',
  '<svg><script>alert&#40;1)</script>',
  '<math><mi xlink:href="javascript:alert(1)">',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<body onload=alert(1)>',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<base href=//evil.example>',
  '<form action=//evil.example><button>',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' java\tscript:alert(1)',
  '\u0001javascript:alert(1)//',
  'data:text/html,<script>alert(1)</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;&#x22;&gt;',
  '<\u202escript>\u200balert(1)</script\u0000>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a payload for template engines
  '${alert(1)}{{7*7}}<%= 7*7 %>',
]

/** One start or end tag as a browser parses it, with the names of its attributes. */
export type SeenTag = { readonly name: string; readonly attributes: ReadonlyMap<string, string> }

const tagPattern = /<(\/?[a-z][^\s/>]*)((?:\s+[^\s=>/]+(?:="[^"]*")?)*)\s*\/?>/gi

/** Parses the tags of a document whose attributes are all in double quotes, like ours. */
export const tagsOf = (document: string): readonly SeenTag[] =>
  [...document.matchAll(tagPattern)].map(([, name = '', attributes = '']) => ({
    name,
    attributes: new Map(
      [...attributes.matchAll(/\s+([^\s=>/]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [key, value]),
    ),
  }))

/** Returns a document's skeleton: each tag with the names of its attributes, without values and text. */
export const skeleton = (document: string): string =>
  tagsOf(document)
    .map(({ name, attributes }) => `${name}[${[...attributes.keys()].join(' ')}]`)
    .join('\n')

/** Returns the path of every string in plain data. */
export const stringPaths = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] => {
  if (typeof value === 'string') return [path]
  if (typeof value !== 'object' || value === null || value instanceof Date) return []
  return Object.entries(value).flatMap(([key, inner]) => stringPaths(inner, [...path, key]))
}

/** Copies plain data with the string at one path replaced. */
export const replacedAt = <T>(value: T, path: readonly string[], text: string): T => {
  const [key, ...rest] = path
  // The copy has the shape of the original, because a string only changes into a string.
  if (key === undefined) return text as T
  if (Array.isArray(value)) return value.map((v, i) => (String(i) === key ? replacedAt(v, rest, text) : v)) as T
  const source = value as Record<string, unknown>
  return { ...source, [key]: replacedAt(source[key], rest, text) } as T
}

/**
 * Renders a view with every payload in every string of its props, and returns the failures: a skeleton that differs
 * from the one for a harmless string, or a link that runs code. Paths that end in one of `fixed` keep their value.
 */
export const breakouts = <T>(view: (props: T) => string, props: T, fixed: readonly string[] = []): readonly string[] =>
  stringPaths(props)
    .filter((path) => !path.includes('words') && !fixed.includes(path.at(-1) ?? ''))
    .flatMap((path) => {
      const harmless = skeleton(view(replacedAt(props, path, 'zzz')))
      return payloads
        .filter((payload) => {
          const document = view(replacedAt(props, path, payload))
          return skeleton(document) !== harmless || runsCode(document)
        })
        .map((payload) => `${path.join('.')}: ${payload}`)
    })

const runsCode = (document: string): boolean =>
  tagsOf(document).some(({ attributes }) =>
    ['href', 'action', 'src', 'formaction'].some((name) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers ignore these within an address
      const address = (attributes.get(name) ?? '').replace(/[\u0000-\u0020]/g, '')
      return /^(javascript|data|vbscript):/i.test(address)
    }),
  )

/** Chrome for tests, with a user logged in. */
export const chromeForTests = {
  lang: 'en',
  words: en,
  styleHref: '/assets/style-0.css',
  iconHref: '/assets/icon-0.svg',
  nonce: 'bm9uY2U',
  brand: 'Valetkey',
  homeHref: '/',
  keysHref: '/keys',
  accountHref: '/account',
  accountNav: [
    { name: 'overview', href: '/account' },
    { name: 'keys', href: '/keys' },
  ] as const,
  account: { name: 'Alice', logoutAction: '/logout', csrfToken: 'token-a' },
}
