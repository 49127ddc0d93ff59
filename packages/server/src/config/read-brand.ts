import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { ConfigError } from './config-error.ts'
import { whyUnreadable } from './describe-read-fault.ts'
import { type ImageFile, readImage } from './image-file.ts'
import type { FileConfig } from './schema.ts'

type FileBrand = NonNullable<FileConfig['brand']>

/** The look of the pages, with its files read. */
export interface Brand extends Omit<FileBrand, 'logo' | 'font'> {
  readonly logo?: ImageFile | undefined
  /** A font of the operator’s own, a WOFF2 file. */
  readonly font?: 'figtree' | 'system' | Uint8Array | undefined
}

/** Bytes that a picture or font may have. */
const largest = 200_000

/**
 * Reads the files that a brand names, relative to the folder of the configuration.
 * @throws ConfigError with a line for each file that cannot be used
 */
export function readBrand(
  given: FileBrand | undefined,
  folder: string,
  placeOf: (at: readonly PropertyKey[]) => string,
): Brand | undefined {
  if (given === undefined) return undefined
  const faults: string[] = []

  function read<T>(member: 'logo' | 'font', file: string, use: (bytes: Buffer) => T | string): T | undefined {
    const result = readSmall(path.resolve(folder, file), use)
    if (typeof result !== 'string') return result
    faults.push(`${placeOf(['brand', member])}: brand.${member}: ${file} ${result}`)
    return undefined
  }

  const { logo, font, ...rest } = given
  const brand = {
    ...rest,
    logo: logo === undefined ? undefined : read('logo', logo, readImage),
    font: isNamed(font) ? font : read('font', font, readFont),
  }
  if (faults.length > 0) throw new ConfigError(faults.join('\n'))
  return brand
}

function isNamed(font: string | undefined): font is 'figtree' | 'system' | undefined {
  return font === undefined || font === 'figtree' || font === 'system'
}

function readSmall<T>(file: string, use: (bytes: Buffer) => T | string): T | string {
  try {
    const found = statSync(file)
    if (!found.isFile()) return 'is no file'
    if (found.size > largest) return `has ${found.size} bytes: use a file of at most ${largest}`
    return use(readFileSync(file))
  } catch (cause) {
    return whyUnreadable(cause)
  }
}

/** WOFF2 §4.1 */
function readFont(bytes: Buffer): Uint8Array | string {
  return bytes.toString('latin1', 0, 4) === 'wOF2'
    ? bytes
    : 'is no WOFF2 font; the names figtree and system need no file'
}
