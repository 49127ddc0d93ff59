import { type ReactNode, useEffect, useState } from 'react'
import { timeLeft } from '../details/time-left.ts'
import { usePageTools } from '../page-tools.ts'

/** Says how long the run still waits, such as for a token to expire. */
export function Countdown({ until }: { readonly until: number | undefined }): ReactNode {
  const { clock } = usePageTools()
  const [now, setNow] = useState(clock)
  useEffect(() => {
    if (until === undefined) return
    setNow(clock())
    const timer = setInterval(() => setNow(clock()), 250)
    return () => clearInterval(timer)
  }, [until, clock])
  if (until === undefined) return null
  return <p className="waiting">Waiting {timeLeft(until - now)} before it is sent …</p>
}
