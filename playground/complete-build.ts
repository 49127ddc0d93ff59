import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import type { Plugin } from 'vite'

const compress = promisify(brotliCompress)

/** Fonts and pictures are compressed already. */
const compressible = /\.(?:js|css|svg)$/

/** Names the file with the licenses of all that the build contains. */
export const licenses = 'THIRD-PARTY-LICENSES.txt'

/**
 * Writes each asset a second time, compressed with Brotli, so that the server need not compress, and adds the license of
 * the font, which Vite does not know.
 */
export function completeBuild(outDir: string): Plugin {
  return {
    name: 'complete-build',
    apply: 'build',
    async closeBundle(error) {
      if (error !== undefined) return
      const folder = path.join(outDir, 'assets')
      const names = (await readdir(folder)).filter((name) => compressible.test(name))
      await Promise.all(
        names.map(async (name) => {
          const file = path.join(folder, name)
          await writeFile(`${file}.br`, await compress(await readFile(file)))
        }),
      )
      const font = createRequire(import.meta.url).resolve('@fontsource-variable/figtree/LICENSE')
      await appendFile(path.join(outDir, licenses), `\n## Figtree (OFL-1.1)\n\n${await readFile(font, 'utf8')}`)
    },
  }
}
