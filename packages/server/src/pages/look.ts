import type { FontFile } from '../http/shipped-font.ts'
import type { Theme } from '../ui/style-sheet.ts'

/** The look of a server: its name, colours and files, as its operator chose them. */
export interface Look {
  /** Left out, the server has the name of this project. */
  readonly name?: string | undefined
  readonly theme: Pick<Theme, 'colours' | 'radius'>
  readonly logo?:
    | { readonly type: string; readonly bytes: Uint8Array; readonly width: number; readonly height: number }
    | undefined
  /** The parts of the font; none for the font of the reader's device. */
  readonly font: readonly FontFile[]
  readonly supportUrl?: string | undefined
  readonly privacyUrl?: string | undefined
  readonly termsUrl?: string | undefined
}
