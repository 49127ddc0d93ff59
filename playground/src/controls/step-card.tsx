import { type ReactNode, useState } from 'react'
import { Clause } from '../details/clause.tsx'
import type { Fault } from '../faults/fault.ts'
import type { FlowStep } from '../flows/flow.ts'
import type { RunProps } from '../run/run-store.ts'
import { AttackerSwitch } from './attacker-switch.tsx'
import { Countdown } from './countdown.tsx'
import { DraftEditor } from './draft-editor.tsx'
import { useWideScreen } from './use-media.ts'

/** The step that comes next: what it does, what it will send, and what can be done wrong with it. */
export function StepCard({ run, snapshot }: RunProps): ReactNode {
  const { draft, busy } = snapshot
  const isWide = useWideScreen()
  const [problem, setProblem] = useState<string>()
  const act = (work: () => Promise<void>): void => {
    setProblem(undefined)
    work().catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
  }
  const step = draft?.step ?? snapshot.next
  const fault = draft?.faults.find(({ name }) => name === draft.fault)
  return (
    <section className="card step" aria-labelledby="step-title" id="next" tabIndex={-1}>
      {step === undefined ? (
        <Finished run={run} snapshot={snapshot} />
      ) : (
        <>
          <StepHead step={step} run={run} snapshot={snapshot} />
          <div className="step-actions">
            <button
              type="button"
              className={`button primary ${fault ? 'broken' : ''}`}
              data-action="send"
              disabled={busy || draft === undefined}
              onClick={() => act(run.send)}
            >
              {busy ? 'Waiting for the response …' : fault ? `Send: ${fault.title}` : step.title}
            </button>
          </div>
          <Countdown until={snapshot.waitsUntil} />
          {problem !== undefined && (
            <p className="field-error" role="alert">
              {problem}
            </p>
          )}
          {draft && (
            <>
              <Faults
                faults={draft.faults.filter(({ kind }) => kind === (snapshot.attacker ? 'attack' : 'fault'))}
                chosen={draft.fault}
                isAttack={snapshot.attacker}
                onChoose={(fault) => act(() => run.prepare(draft.step.name, fault))}
                head={<AttackerSwitch run={run} snapshot={snapshot} />}
              />
              <details className="more" open={isWide}>
                <summary>What will be sent</summary>
                <DraftEditor key={`${draft.step.name} ${draft.fault}`} draft={draft.draft} onEdit={run.edit} />
              </details>
            </>
          )}
        </>
      )}
      <OtherSteps run={run} snapshot={snapshot} current={step} onError={setProblem} />
    </section>
  )
}

function StepHead({ step, run, snapshot }: RunProps & { readonly step: FlowStep }): ReactNode {
  const { steps } = snapshot.flow
  const place = steps.findIndex(({ name }) => name === step.name) + 1
  return (
    <>
      <div className="step-head">
        <h2 id="step-title">
          {place === 0 ? 'Next' : `Next: step ${place} of ${steps.length}`}
          <span className="unseen">: {step.title}</span>
        </h2>
        {snapshot.exchanges.length > 0 && (
          <button type="button" className="link-button" data-action="reset" onClick={run.reset}>
            Start over
          </button>
        )}
      </div>
      <p className="step-text">
        {step.text} <Clause clause={step.clause} />
      </p>
    </>
  )
}

function Finished({ run, snapshot }: RunProps): ReactNode {
  const missing = snapshot.flow.steps.find(({ name }) => !snapshot.done.includes(name))
  return (
    <>
      <h2 id="step-title">{missing ? 'No step is ready' : 'The flow is complete'}</h2>
      <p className="step-text">
        {missing
          ? `“${missing.title}” is next. It needs a value that this run does not have, such as a client with a secret, a scope, or an endpoint of the server. Change the settings above, or start over.`
          : 'Press an arrow to see what was sent. Start over to try a mistake or an attack.'}
      </p>
      <div className="step-actions">
        <button type="button" className="button primary" data-action="reset" onClick={run.reset}>
          Start over
        </button>
      </div>
    </>
  )
}

/** Steps that are ready as well, such as a further call of the API. */
function OtherSteps({
  run,
  snapshot,
  current,
  onError,
}: RunProps & {
  readonly current: FlowStep | undefined
  readonly onError: (message: string | undefined) => void
}): ReactNode {
  const { flow, settings, values, done } = snapshot
  const state = { settings, values, now: Date.now() }
  const ready = flow.steps.filter(
    (step) => step.name !== current?.name && (done.includes(step.name) || step.repeats) && step.isReady(state),
  )
  if (ready.length === 0 || snapshot.busy) return null
  return (
    <div className="other-steps">
      <h3>Or go to another step</h3>
      <div className="chips">
        {ready.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            className="chip"
            data-step={name}
            onClick={() => {
              onError(undefined)
              run.prepare(name).catch((error: unknown) => onError(error instanceof Error ? error.message : `${error}`))
            }}
          >
            {title}
          </button>
        ))}
      </div>
    </div>
  )
}

function Faults({
  faults,
  chosen,
  isAttack,
  onChoose,
  head,
}: {
  readonly faults: readonly Fault[]
  readonly chosen: string | undefined
  readonly isAttack: boolean
  readonly onChoose: (fault: string | undefined) => void
  readonly head: ReactNode
}): ReactNode {
  const text = faults.find(({ name }) => name === chosen)?.text
  return (
    <section className="faults" aria-labelledby="faults-title">
      <div className="faults-head">
        <h3 id="faults-title">{isAttack ? 'Attack it' : 'Break it'}</h3>
        {head}
      </div>
      {faults.length === 0 ? (
        <p className="word">
          {isAttack ? 'No attack is available for this step.' : 'Change a parameter below to break this step.'}
        </p>
      ) : (
        <div className="chips">
          {faults.map(({ name, title, text: what }) => (
            <button
              key={name}
              type="button"
              className="chip fault"
              data-fault={name}
              title={what}
              aria-pressed={name === chosen}
              onClick={() => onChoose(name === chosen ? undefined : name)}
            >
              {title}
            </button>
          ))}
        </div>
      )}
      <p className="word" role="status">
        {text}
      </p>
    </section>
  )
}
