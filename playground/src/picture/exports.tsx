import { type ReactNode, useState } from 'react'
import type { ArrowGroup } from './arrows.ts'
import { readEmbeddedFont } from './embedded-font.ts'
import { toMermaid } from './export-mermaid.ts'
import { toPng } from './export-png.ts'
import { toSvgFile } from './export-svg.ts'
import { type LaneNames, layOut } from './layout.ts'
import { lightPicture } from './palette.ts'

const fileWidth = 860

/** Buttons that take the picture away: as SVG, PNG or Mermaid, or on paper. */
export function Exports({
  groups,
  names,
  title,
}: {
  readonly groups: readonly ArrowGroup[]
  readonly names: LaneNames
  readonly title: string
}): ReactNode {
  const [message, setMessage] = useState('')
  const svgFile = async () => {
    const font = await readEmbeddedFont(document)
    return toSvgFile(layOut({ groups, names, attacker: false, width: fileWidth }), lightPicture, title, font)
  }
  const run = (work: () => Promise<string>) => {
    work().then(setMessage, (error: unknown) => setMessage(error instanceof Error ? error.message : String(error)))
  }
  return (
    <fieldset className="exports">
      <legend className="unseen">Export the picture</legend>
      <button
        type="button"
        className="chip"
        onClick={() => run(async () => save(svgBlob(await svgFile()), 'flow.svg'))}
      >
        SVG
      </button>
      <button
        type="button"
        className="chip"
        onClick={() => run(async () => save(await toPng(await svgFile()), 'flow.png'))}
      >
        PNG
      </button>
      <button type="button" className="chip" onClick={() => run(() => copy(toMermaid(groups)))}>
        Mermaid
      </button>
      <button type="button" className="chip" onClick={() => print()}>
        Print
      </button>
      <span className="exports-message" role="status">
        {message}
      </span>
    </fieldset>
  )
}

const svgBlob = (file: string): Blob => new Blob([file], { type: 'image/svg+xml' })

async function save(blob: Blob, name: string): Promise<string> {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  return `Saved ${name}`
}

/** The clipboard is closed to pages without TLS, but for localhost: then it is a file. */
async function copy(text: string): Promise<string> {
  if (navigator.clipboard === undefined) return save(new Blob([text], { type: 'text/plain' }), 'flow.mmd')
  await navigator.clipboard.writeText(text)
  return 'Copied as Mermaid'
}
