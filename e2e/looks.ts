import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResults {
  readonly violations: readonly {
    readonly id: string
    readonly help: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

/** Lists what is wrong with how a page looks: axe-core's findings in light and dark, and scrolling sideways at 320 px. */
export async function findFlaws(page: Page): Promise<readonly string[]> {
  const flaws: string[] = []
  const before = page.viewportSize()
  await page.evaluate(axe)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Only the rules about colours can differ in the second scheme.
    const rules =
      colorScheme === 'light' ? '' : ', runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] }'
    const { violations } = await page.evaluate<AxeResults>(`axe.run(document, { resultTypes: ["violations"]${rules} })`)
    for (const { id, help, nodes } of violations) {
      flaws.push(`${page.url()} ${colorScheme}: ${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`)
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 320, height: 800 })
  const width = await page.evaluate('document.documentElement.scrollWidth')
  if (Number(width) > 320) flaws.push(`${page.url()} is ${width} px wide at 320 px`)
  if (before) await page.setViewportSize(before)
  return flaws
}

/** Whether a page scrolls sideways at 320 px with text of twice the size (WCAG 2.2 §1.4.4, §1.4.10). */
export async function findFlawsOfLargeText(page: Page): Promise<readonly string[]> {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 800 })
  await page.evaluate("document.documentElement.style.fontSize = '200%'")
  const width = await page.evaluate('document.documentElement.scrollWidth')
  await page.evaluate("document.documentElement.style.fontSize = ''")
  if (before) await page.setViewportSize(before)
  return Number(width) > 320 ? [`${page.url()} is ${width} px wide at 320 px with text of twice the size`] : []
}

/** The folder in which pictures of every page are put, to be looked at; none are taken by default. */
const pictures = process.env.PICTURES

/** Lists what is wrong with a page at any size of text, and takes pictures of it if somebody wants to see them. */
export async function look(page: Page, name: string): Promise<readonly string[]> {
  const found = [...(await findFlaws(page)), ...(await findFlawsOfLargeText(page))]
  if (pictures !== undefined) await takePictures(page, path.join(pictures, name))
  return found.map((flaw) => `${name}: ${flaw}`)
}

async function takePictures(page: Page, file: string): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390, 320]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 800 })
      await page.screenshot({ path: `${file}-${width}-${colorScheme}.png`, fullPage: true })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 900 })
}
