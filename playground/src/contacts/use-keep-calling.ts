import { useEffect, useState } from 'react'
import { listContacts } from '../flows/steps/contacts.ts'
import type { RunStore } from '../run/run-store.ts'

/** After this many calls it stops: a picture with more arrows cannot be read. */
const mostCalls = 30

/** Lists the contacts once a second until a call is refused, a new run begins, or the reader stops it. */
export function useKeepCalling(run: RunStore): readonly [boolean, (keeps: boolean) => void] {
  const [keeps, setKeeps] = useState(false)
  useEffect(() => {
    if (!keeps) return undefined
    let calls = 0
    const callOnce = async () => {
      const { values, busy } = run.get()
      if (busy) return
      if (values.access_token === undefined || calls >= mostCalls) return setKeeps(false)
      calls++
      await run.call(listContacts)
      if (run.get().exchanges.at(-1)?.outcome !== 'ok') setKeeps(false)
    }
    callOnce()
    const timer = setInterval(callOnce, 1000)
    return () => clearInterval(timer)
  }, [keeps, run])
  return [keeps, setKeeps]
}
