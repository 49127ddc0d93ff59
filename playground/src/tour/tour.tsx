import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { RunProps } from '../run/run-store.ts'
import { type Progress, readProgress, writeProgress } from './progress.ts'
import { conceptsPage, type Screen, screens } from './screens.ts'
import { splitTerms } from './terms.ts'

export interface TourProps extends RunProps {
  /** Sets the page up for a task: chooses a flow by its name, with a client that may use it. */
  readonly onStart?: (flow: string, scope: string) => void
}

/** The guided tour: eight screens above the picture, each with a task that is noticed when it is done. */
export function Tour({ snapshot, onStart }: TourProps): ReactNode {
  const [progress, setProgress] = useState<Progress>(() => readProgress(sessionStorage, screens.length))
  const heading = useRef<HTMLHeadingElement>(null)
  const { screen: number, done } = progress
  const screen = number === undefined ? undefined : screens[number]
  const isDone = number !== undefined && (done.includes(number) || screen?.task.isDone(snapshot) === true)
  useEffect(() => writeProgress(sessionStorage, progress), [progress])
  useEffect(() => {
    if (isDone && !done.includes(number)) setProgress({ screen: number, done: [...done, number] })
  }, [isDone, number, done])
  const go = (next: number | undefined) => {
    setProgress({ ...progress, screen: next })
    requestAnimationFrame(() => heading.current?.focus())
  }
  if (screen === undefined || number === undefined) {
    return (
      <section className="tour tour-closed" aria-labelledby="tour-title">
        <h2 id="tour-title">New to OAuth?</h2>
        <p>A tour of eight short screens, each with a task.</p>
        <button type="button" name="tour" onClick={() => go(0)}>
          {done.length === 0 ? 'Take the tour' : 'Continue the tour'}
        </button>
      </section>
    )
  }
  return (
    <section className="tour" aria-labelledby="tour-title">
      <p className="tour-count">
        {number + 1} of {screens.length}
      </p>
      <h2 id="tour-title" ref={heading} tabIndex={-1}>
        {screen.title}
      </h2>
      {screen.text.map((text) => (
        <p key={text}>
          <Terms text={text} />
        </p>
      ))}
      <Task screen={screen} isDone={isDone} onStart={onStart} />
      <div className="row">
        <button type="button" name="tour-back" disabled={number === 0} onClick={() => go(number - 1)}>
          Back
        </button>
        {number + 1 < screens.length ? (
          <button
            type="button"
            name="tour-next"
            className={isDone ? 'primary' : undefined}
            onClick={() => go(number + 1)}
          >
            {isDone ? 'Next' : 'Skip'}
          </button>
        ) : (
          <button type="button" name="tour-end" onClick={() => go(undefined)}>
            End the tour
          </button>
        )}
        {number + 1 < screens.length && (
          <button type="button" name="tour-end" className="quiet" onClick={() => go(undefined)}>
            Close
          </button>
        )}
      </div>
    </section>
  )
}

function Task({
  screen: { task },
  isDone,
  onStart,
}: {
  readonly screen: Screen
  readonly isDone: boolean
  readonly onStart: TourProps['onStart']
}): ReactNode {
  const { start } = task
  return (
    <div className={isDone ? 'tour-task tour-done' : 'tour-task'}>
      <p>
        <strong>{isDone ? 'Done.' : 'To do:'}</strong> {isDone ? task.done : task.text}
      </p>
      <p role="status" className="visually-hidden">
        {isDone ? 'The task is done.' : ''}
      </p>
      {start !== undefined && onStart !== undefined && !isDone && (
        <button type="button" name="tour-start" onClick={() => onStart(start.flow, start.scope)}>
          {start.label}
        </button>
      )}
    </div>
  )
}

function Terms({ text }: { readonly text: string }): ReactNode {
  return splitTerms(text).map((part) =>
    typeof part === 'string' ? (
      part
    ) : (
      <a key={part.words} href={`${conceptsPage}#${part.anchor}`} target="_blank" rel="noreferrer">
        {part.words}
      </a>
    ),
  )
}
