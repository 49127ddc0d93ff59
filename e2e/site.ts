import { type Demo, type DemoPorts, startDemo } from '../examples/start-demo.ts'
import { findFreePorts } from './free-ports.ts'

/** Starts the whole demo, by default on free ports, with a database that is gone when it ends. */
export async function startSite(ports?: DemoPorts): Promise<Demo> {
  process.env.VALETKEY_LOG ??= 'error'
  return startDemo({ database: 'sqlite::memory:', ports: ports ?? (await freePorts()), say: () => undefined })
}

async function freePorts(): Promise<DemoPorts> {
  const [server = 0, api = 0, web = 0, notes = 0] = await findFreePorts(4)
  return { server, api, web, notes }
}
