/** A picture that browsers show. */
export interface ImageFile {
  /** Found by its first bytes, not by its name. */
  readonly type: string
  readonly bytes: Uint8Array
  /** Pixels. */
  readonly width: number
  readonly height: number
}

type Size = Pick<ImageFile, 'width' | 'height'>

interface Format {
  readonly type: string
  readonly isAt: (start: string) => boolean
  /** Reads the size; undefined if the file is cut off. */
  readonly size: (bytes: Buffer) => Size | undefined
}

const formats: readonly Format[] = [
  {
    type: 'image/png',
    isAt: (start) => start.startsWith('\x89PNG\r\n\x1a\n'),
    size: (bytes) => ({ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }),
  },
  { type: 'image/jpeg', isAt: (start) => start.startsWith('\xff\xd8\xff'), size: sizeOfJpeg },
  {
    type: 'image/webp',
    isAt: (start) => start.startsWith('RIFF') && start.startsWith('WEBP', 8),
    size: sizeOfWebp,
  },
  { type: 'image/svg+xml', isAt: (start) => /^(?:\xef\xbb\xbf)?\s*</.test(start), size: sizeOfSvg },
]

/** What is wrong with a picture, as a sentence without its subject. */
export type ImageFault = string

/** Recognizes a picture, and refuses an SVG file that could run or load something. */
export function readImage(bytes: Buffer): ImageFile | ImageFault {
  const format = formats.find(({ isAt }) => isAt(bytes.toString('latin1', 0, 64)))
  if (format === undefined) return 'is no PNG, JPEG, WebP or SVG picture'
  const fault = format.type === 'image/svg+xml' ? svgFault(bytes) : undefined
  if (fault !== undefined) return fault
  const size = sizeOrNone(bytes, format)
  if (size === undefined || !(size.width > 0) || !(size.height > 0)) {
    return format.type === 'image/svg+xml'
      ? 'has no size: give its svg element a viewBox'
      : 'has no size: the file is cut off'
  }
  return { type: format.type, bytes, ...size }
}

function sizeOrNone(bytes: Buffer, { size }: Format): Size | undefined {
  try {
    return size(bytes)
  } catch (cause) {
    if (cause instanceof RangeError) return undefined
    throw cause
  }
}

/** Walks the segments to the frame header (ITU T.81 §B.2.2). */
function sizeOfJpeg(bytes: Buffer): Size | undefined {
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

/** RFC 9649 §2.5 to §2.7 */
function sizeOfWebp(bytes: Buffer): Size | undefined {
  const kind = bytes.toString('latin1', 12, 16)
  if (kind === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
  if (kind === 'VP8L') {
    const bits = bytes.readUInt32LE(21)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (kind !== 'VP8 ') return undefined
  return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
}

function sizeOfSvg(bytes: Buffer): Size | undefined {
  const [root = ''] = /<(?:[\w-]+:)?svg\b[^>]*>/i.exec(bytes.toString()) ?? []
  const box = /\bviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(root)
  if (box !== null) return { width: Number(box[1]), height: Number(box[2]) }
  const side = (name: string) => Number(new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.]+)`).exec(root)?.[1] ?? 0)
  return { width: side('width'), height: side('height') }
}

/** Parts of an SVG file that run, load or hide something. */
const refused: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/<(?:[\w-]+:)?script/i, 'a script'],
  [/[\s"'/]on[a-z]+\s*=/i, 'an event handler'],
  [/<(?:[\w-]+:)?(?:foreignObject|iframe|object|embed|audio|video|handler)\b/i, 'an embedded document'],
  [/<(?:[\w-]+:)?(?:set|animate\w*)\b[^>]*href/i, 'an animated link'],
  [/<!(?:ENTITY|DOCTYPE[^>]*\[)/i, 'entities of its own'],
  [/<\?xml-stylesheet/i, 'an external style sheet'],
  [/href\s*=\s*(?!["']\s*(?:#|data:image\/(?:png|jpeg|webp);base64,))/i, 'a reference to another file'],
  [/@import|url\(\s*(?!["']?\s*#)/i, 'a reference to another file'],
]

function svgFault(bytes: Buffer): ImageFault | undefined {
  const text = bytes.toString()
  if (text.includes('\0') || text.includes('\ufffd')) return 'must be encoded as UTF-8'
  if (!/<(?:[\w-]+:)?svg\b/i.test(text)) return 'is no PNG, JPEG, WebP or SVG picture'
  const found = refused.find(([pattern]) => pattern.test(text))
  return found && `has ${found[1]}, which a logo must not have: export it as a plain SVG`
}
