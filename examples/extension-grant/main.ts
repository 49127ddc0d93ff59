import path from 'node:path'
import { createServer, readConfig } from 'valetkey'
import { createVoucherBook, voucher, voucherGrantType } from './voucher.ts'

const book = createVoucherBook()
const endsAt = Date.now() + 24 * 60 * 60 * 1000
book.add('golden-ticket', { username: 'alice', clientId: 'kiosk', scope: 'read', endsAt })

const config = readConfig({
  file: path.join(import.meta.dirname, 'valetkey.yaml'),
  environment: process.env,
  options: {},
})
const server = await createServer(config, { grants: [voucher(book)] })
await server.listen()
console.log(`Trade the voucher golden-ticket once:
curl -u kiosk:kiosk-demo-secret -d grant_type=${voucherGrantType} -d voucher=golden-ticket ${server.issuer}/token`)
