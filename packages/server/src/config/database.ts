import { z } from 'zod'

/**
 * Returns why a text is not a valid database URL, beginning with `must`, and without the password; undefined if it is
 * valid.
 */
export function whyNoDatabase(url: string): string | undefined {
  if (url.startsWith('sqlite:')) return whyNoFile(url.slice('sqlite:'.length))
  if (/^postgres(ql)?:\/\/./.test(url)) return whyNoServer(url)
  if (/^postgres(ql)?:/i.test(url)) return 'must begin with postgres://, in small letters: postgres://USER@HOST/NAME'
  return 'must begin with sqlite: or postgres://'
}

function whyNoFile(file: string): string | undefined {
  if (file.startsWith('~')) return 'must not begin with ~, which only a shell replaces: write the folder in full'
  if (/^file:/i.test(file)) {
    return `must be sqlite: and the name of a file, not a URI: sqlite:${file.slice('file:'.length).replace(/^\/\/(?=\/)/, '')}`
  }
  if (file === '') return 'must name a file: sqlite:./valetkey.db'
  if (/^\/\/[^/]/.test(file)) {
    const name = file.slice(2)
    return `must be sqlite:${name}, in the working directory, or sqlite:/${name}, from the root: two slashes are neither`
  }
  if (file.includes('?')) return 'must end with the name of the file: there is no option to put behind a ?'
  if (file.endsWith('/')) return `must name a file, not a folder: sqlite:${file}valetkey.db`
  return undefined
}

function whyNoServer(url: string): string | undefined {
  const [, rest = ''] = /^postgres(?:ql)?:\/\/(.*)$/s.exec(url) ?? []
  // Nothing is quoted: with such a character a part of the password is parsed as another part of the URL.
  if (rest.includes('#') || /@.*@/s.test(rest) || /^[^@/?]*[/?][^@]*@/s.test(rest) || /%(?![0-9a-f]{2})/i.test(rest)) {
    return 'must have special characters of the user name and password percent-encoded: %40 for @, %23 for #, %2F for /, %3F for ?, %3A for :, %25 for %'
  }
  // A text that is not a URL gets a longer description when it is opened.
  if (!URL.canParse(url) || !/^\/.*\//.test(new URL(url).pathname)) return undefined
  return 'must end with the name of the database alone, without a slash behind it: postgres://USER@HOST/NAME'
}

export const database = z
  .string()
  .superRefine((url, context) => {
    const message = whyNoDatabase(url)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })
  .default('sqlite:./valetkey.db')
  .describe('`sqlite:FILE`, relative to the working directory, or `postgres://USER:PASSWORD@HOST/NAME`.')
