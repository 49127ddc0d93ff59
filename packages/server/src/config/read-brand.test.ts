import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { ConfigError } from './config-error.ts'
import { readConfig } from './read-config.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-brand-'))

function read(brand: string, files: Readonly<Record<string, string | Uint8Array>> = {}) {
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content)
  const file = path.join(folder, 'valetkey.yaml')
  writeFileSync(file, `brand: ${brand}\n`)
  return readConfig({ file, environment: {}, options: {} })
}

function faultOf(...given: Parameters<typeof read>): string {
  try {
    read(...given)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message
  }
  return 'none'
}

const svg = (content: string, attributes = 'viewBox="0 0 40 10"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('a logo is recognized by its content, and its size is read', () => {
  const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080014003201011100', 'hex')
  const webp = Buffer.from('524946461e00000057454250565038580a00000000000000310000130000', 'hex')
  const sizes = Object.entries({
    png,
    jpeg,
    webp,
    svg: svg('<path d="M0 0h9"/>'),
    bare: svg('', 'width="7" height="5"'),
  }).map(([name, content]) => {
    const logo = read('{ logo: picture }', { picture: content }).brand?.logo
    return [name, logo?.type, logo?.width, logo?.height]
  })
  assert.deepEqual(sizes, [
    ['png', 'image/png', 1, 1],
    ['jpeg', 'image/jpeg', 50, 20],
    ['webp', 'image/webp', 50, 20],
    ['svg', 'image/svg+xml', 40, 10],
    ['bare', 'image/svg+xml', 7, 5],
  ])
})

test('an SVG logo that runs or loads something is refused, and the part is named', () => {
  const hostile = [
    ['<script>alert(1)</script>', 'a script'],
    ['<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>', 'a script'],
    ['<path d="" onload="alert(1)"/>', 'an event handler'],
    ['<path d=""\nONCLICK = "alert(1)"/>', 'an event handler'],
    ['<foreignObject><body/></foreignObject>', 'an embedded document'],
    ['<a href="javascript:alert(1)"><path/></a>', 'a reference to another file'],
    ['<a href="&#106;avascript:alert(1)"><path/></a>', 'a reference to another file'],
    ['<image href="https://evil.example/x.png"/>', 'a reference to another file'],
    ['<use xlink:href="//evil.example/x.svg#a"/>', 'a reference to another file'],
    ['<image href="data:image/svg+xml;base64,AAAA"/>', 'a reference to another file'],
    ['<style>@import "https://evil.example/x.css"</style>', 'a reference to another file'],
    ['<path style="fill: url(https://evil.example/x)"/>', 'a reference to another file'],
    ['<a><set attributeName="href" to="javascript:alert(1)"/></a>', 'an animated link'],
  ] as const
  for (const [content, name] of hostile) {
    const fault = faultOf('{ logo: picture }', { picture: svg(content) })
    assert.match(fault, new RegExp(`valetkey.yaml:1: brand.logo: picture has ${name}, which`), content)
  }
  const doctype = `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg('&x;')}`
  assert.match(faultOf('{ logo: picture }', { picture: doctype }), /has entities of its own/)
  const utf16 = Buffer.from(`\ufeff${svg('<script/>')}`, 'utf16le')
  assert.match(faultOf('{ logo: picture }', { picture: utf16 }), /is no PNG, JPEG, WebP or SVG picture/)
  const harmless = svg('<defs><linearGradient id="a"/></defs><use href="#a"/><path fill="url(#a)"/>')
  assert.equal(faultOf('{ logo: picture }', { picture: harmless }), 'none')
})

test('a file that is missing, too large, cut off or of another kind is a fault that names the option', () => {
  assert.match(faultOf('{ logo: none.png }'), /valetkey.yaml:1: brand.logo: none.png does not exist$/)
  assert.match(faultOf('{ logo: . }'), /brand.logo: . is no file$/)
  assert.match(faultOf('{ logo: large }', { large: Buffer.concat([png, Buffer.alloc(200_000)]) }), /at most 200000$/)
  assert.match(faultOf('{ logo: cut }', { cut: png.subarray(0, 12) }), /has no size: the file is cut off/)
  assert.match(faultOf('{ logo: text }', { text: 'GIF89a' }), /is no PNG, JPEG, WebP or SVG picture/)
  assert.match(faultOf('{ font: text }', { text: 'Figtree' }), /brand.font: text is no WOFF2 font/)
})

test('a wrong colour or link names the fix', () => {
  assert.match(faultOf('{ colour: green }'), /brand.colour must be a colour such as "#0f5c4d", in quotes.*received/)
  assert.match(faultOf('\n  colour: #0f5c4d'), /brand.colour must be a colour such as "#0f5c4d", in quotes/)
  assert.match(
    faultOf('{ privacyUrl: "javascript:alert(1)" }'),
    /brand.privacyUrl must be a URL that begins with https/,
  )
  assert.match(faultOf('{ supportUrl: "help" }'), /brand.supportUrl must be a URL that begins with/)
  assert.match(faultOf('{ color: "#000" }'), /brand.color is not a known key; did you mean colour\?/)
  assert.match(faultOf('{ radius: 40 }'), /brand.radius must be 24 at most/)
})
