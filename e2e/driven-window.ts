/** A browser's window that is driven from outside (W3C WebDriver 2). */
export interface DrivenWindow {
  open(url: string): Promise<void>
  url(): Promise<string>
  /** Waits until a script returns something true, and returns that. */
  until<T>(script: string): Promise<T>
  type(selector: string, text: string): Promise<void>
  click(selector: string): Promise<void>
  cookies(): Promise<readonly Cookie[]>
  close(): Promise<void>
}

/** A cookie as WebDriver returns it. */
export interface Cookie {
  readonly name: string
  readonly secure: boolean
  readonly httpOnly: boolean
  readonly sameSite?: string
}

/** The commands of a session, as each protocol sends them. */
export interface Commands {
  open(url: string): Promise<unknown>
  url(): Promise<string>
  /** Runs the body of a function. */
  run(script: string): Promise<unknown>
  find(selector: string): Promise<Readonly<Record<string, string>>>
  type(element: string, text: string): Promise<unknown>
  click(element: string): Promise<unknown>
  cookies(): Promise<readonly Cookie[]>
  /** Ends the session and the browser. */
  close(): Promise<void>
}

/** The key under which WebDriver names an element (WebDriver §12.1). */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf'

/** Drives a window by a session's commands. */
export function driveWindow(commands: Commands): DrivenWindow {
  async function until<T>(script: string): Promise<T> {
    for (let waited = 0; waited < 10_000; waited += 100) {
      // Between two pages there is nothing to run a script in.
      const found = await commands.run(`return ${script}`).catch(() => undefined)
      if (found) return found as T
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`${await commands.url()} never had ${script}`)
  }
  async function find(selector: string): Promise<string> {
    await until(`document.querySelector(${JSON.stringify(selector)}) !== null`)
    return (await commands.find(selector))[elementKey] ?? ''
  }
  return {
    open: async (url) => void (await commands.open(url)),
    url: () => commands.url(),
    until,
    type: async (selector, text) => void (await commands.type(await find(selector), text)),
    click: async (selector) => void (await commands.click(await find(selector))),
    cookies: () => commands.cookies(),
    close: () => commands.close(),
  }
}
