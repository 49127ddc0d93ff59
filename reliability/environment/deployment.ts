import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from './at-exit.ts'
import { freePort } from './free-port.ts'
import { type Cluster, startPostgres } from './postgres.ts'
import { createServerNode, type ServerNode } from './server-node.ts'
import { writeConfig } from './setup.ts'

export type Engine = 'sqlite' | 'postgres'

/** Changes to the default deployment: two nodes on an empty database. */
export interface DeploymentOptions {
  readonly nodes?: number
  /** Seconds, as in the configuration file. */
  readonly lifetimes?: Readonly<Record<string, number>>
  /** Where the web client receives logout tokens; by default nowhere. */
  readonly backChannelLogoutUri?: string
  /** Further settings of the configuration file. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Environment of the node with this number. */
  readonly env?: (node: number, folder: string) => Readonly<Record<string, string>>
  /** The folder of the database; by default that of the deployment. */
  readonly databaseFolder?: string
  /** Environment of a PostgreSQL cluster of its own; left out, the deployment shares one with others. */
  readonly clusterEnv?: Readonly<Record<string, string>>
  /** The command line of another version, with which the nodes are started. */
  readonly program?: string
}

/** Server nodes on one initially empty database. */
export interface Deployment {
  readonly engine: Engine
  readonly issuer: string
  readonly folder: string
  readonly config: string
  /** The database as the configuration names it. */
  readonly database: string
  readonly nodes: readonly ServerNode[]
  /** The node with this number, modulo their count. */
  node(index: number): ServerNode
  /** The PostgreSQL cluster; throws on SQLite. */
  cluster(): Cluster
  close(): Promise<void>
}

/** Starts deployments, and the one PostgreSQL cluster that they share. */
export interface Deployments {
  start(engine: Engine, options?: DeploymentOptions): Promise<Deployment>
  close(): void
}

/** Creates the means to start deployments; the PostgreSQL cluster starts with the first one that needs it. */
export function createDeployments(): Deployments {
  let cluster: Promise<Cluster> | undefined
  let made: Cluster | undefined
  let count = 0
  return {
    async start(engine, options = {}) {
      const name = `deployment_${++count}`
      if (engine === 'sqlite') return createDeployment(engine, name, undefined, options)
      if (options.clusterEnv !== undefined)
        return createOwnDeployment(await startPostgres(options.clusterEnv), name, options)
      cluster ??= startPostgres()
      made = await cluster
      return createDeployment(engine, name, made, options)
    },
    close: () => made?.remove(),
  }
}

/** Creates a deployment with its own cluster, which is removed with it. */
async function createOwnDeployment(cluster: Cluster, name: string, options: DeploymentOptions): Promise<Deployment> {
  try {
    const deployment = await createDeployment('postgres', name, cluster, options)
    const close = async () => {
      await deployment.close()
      cluster.remove()
    }
    return { ...deployment, close }
  } catch (error) {
    cluster.remove()
    throw error
  }
}

async function createDeployment(
  engine: Engine,
  name: string,
  cluster: Cluster | undefined,
  options: DeploymentOptions,
): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), 'reliability-'))
  const remove = atExit(() => rmSync(folder, { recursive: true, force: true }))
  const needCluster = (): Cluster => {
    if (engine !== 'postgres' || cluster === undefined) throw new Error('this deployment has no PostgreSQL')
    return cluster
  }
  const database =
    engine === 'sqlite'
      ? `sqlite:${join(options.databaseFolder ?? folder, 'valetkey.db')}`
      : needCluster().createDatabase(name, options.databaseFolder)
  const ports = await Promise.all(Array.from({ length: options.nodes ?? 2 }, freePort))
  const issuer = `http://localhost:${ports[0]}`
  const config = join(folder, 'valetkey.yaml')
  const { lifetimes, backChannelLogoutUri, settings } = options
  writeFileSync(config, writeConfig({ issuer, database, lifetimes, backChannelLogoutUri, settings }), { mode: 0o600 })
  const nodes = ports.map((port, index) =>
    createServerNode({ port, issuer, config, env: options.env?.(index, folder) ?? {}, program: options.program }),
  )
  const close = async () => {
    await Promise.all(nodes.map((node) => node.end('SIGKILL')))
    remove()
  }
  try {
    for (const node of nodes) await node.start()
  } catch (error) {
    await close()
    throw error
  }
  return {
    engine,
    issuer,
    folder,
    config,
    database,
    nodes,
    node(index) {
      const node = nodes[index % nodes.length]
      if (node === undefined) throw new Error('a deployment has at least one node')
      return node
    },
    cluster: needCluster,
    close,
  }
}
