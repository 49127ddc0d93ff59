import { type ReactNode, useState } from 'react'
import type { RunProps } from '../run/run-store.ts'
import { languages } from './index.ts'
import { useSnippet } from './use-snippet.ts'

const [first] = languages

/** The run as a program, in the reader's language and with the reader's values. */
export function SnippetsPanel({ snapshot }: RunProps): ReactNode {
  const [name, setName] = useState(first?.name)
  const [copied, setCopied] = useState(false)
  const language = languages.find((one) => one.name === name) ?? first
  return (
    language && (
      <section className="card snippets" aria-labelledby="snippets-title">
        <h2 id="snippets-title">Take it away</h2>
        <p>This flow as a program, with the values chosen here. A client secret in it is the demo’s published one.</p>
        <fieldset className="chips languages">
          <legend className="visually-hidden">Language</legend>
          {languages.map((one) => (
            <button
              key={one.name}
              type="button"
              className="chip"
              data-language={one.name}
              aria-pressed={one === language}
              onClick={() => {
                setName(one.name)
                setCopied(false)
              }}
            >
              {one.label}
            </button>
          ))}
        </fieldset>
        <Snippet snapshot={snapshot} language={language} copied={copied} onCopied={setCopied} />
      </section>
    )
  )
}

function Snippet({
  snapshot: { flow, settings },
  language,
  copied,
  onCopied,
}: {
  readonly snapshot: RunProps['snapshot']
  readonly language: (typeof languages)[number]
  readonly copied: boolean
  readonly onCopied: (copied: boolean) => void
}): ReactNode {
  const text = useSnippet(flow, settings, language)
  const { howToRun, fileName } = language
  return (
    <>
      <p className="word">
        {howToRun === '' ? (
          'Paste it into a terminal with bash or zsh.'
        ) : (
          <>
            Save it as <code>{fileName}</code> and run <code>{howToRun.replaceAll('\n', ' && ')}</code>
          </>
        )}
      </p>
      <textarea
        className="input code"
        data-language={language.name}
        aria-label={`${flow.title} with ${language.label}`}
        readOnly
        spellCheck={false}
        wrap="off"
        rows={Math.min(24, (text ?? '').split('\n').length)}
        value={text ?? ''}
      />
      <div className="row">
        <button
          type="button"
          className="button secondary"
          data-action="copy-snippet"
          disabled={text === undefined}
          onClick={() =>
            navigator.clipboard.writeText(text ?? '').then(
              () => onCopied(true),
              () => onCopied(false),
            )
          }
        >
          Copy
        </button>
        <button
          type="button"
          className="button secondary"
          data-action="download-snippet"
          disabled={text === undefined}
          onClick={() => download(fileName, text ?? '')}
        >
          Download
        </button>
        <span role="status" className="word">
          {copied ? 'Copied.' : ''}
        </span>
      </div>
    </>
  )
}

function download(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
