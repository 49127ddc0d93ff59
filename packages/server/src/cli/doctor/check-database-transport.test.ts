import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDatabaseTransport } from './check-database-transport.ts'

const check = (url: string, environment: Readonly<Record<string, string>> = {}) =>
  checkDatabaseTransport(url, environment).map(({ what }) => what)

test('a PostgreSQL server on another computer without TLS, or with an unchecked certificate, is a warning', () => {
  for (const url of [
    'postgres://u:p@db.example.com/v',
    'postgresql://u:p@10.0.0.5:5432/v',
    'postgres://u@[2001:db8::1]/v',
    'postgres://u@db.example.com/v?sslmode=disable',
    'postgres://u@db.example.com/v?ssl=false',
    'postgres://u@localhost/v?host=db.example.com',
  ]) {
    assert.match(String(check(url)), /is not encrypted/, url)
  }
  for (const url of [
    'postgres://u@db.example.com/v?sslmode=no-verify',
    'postgres://u@db.example.com/v?uselibpqcompat=true&sslmode=require',
  ]) {
    assert.match(String(check(url)), /certificate is not checked/, url)
  }
})

test('verified TLS, a server on this computer and a socket are no warning', () => {
  for (const url of [
    'sqlite:./valetkey.db',
    'postgres://u@localhost/v',
    'postgres://u@127.0.0.1/v',
    'postgres://u@[::1]/v',
    'postgres:///v?host=/var/run/postgresql',
    'postgres://%2Fvar%2Frun%2Fpostgresql/v',
    'postgres://u@db.example.com/v?sslmode=verify-full',
    'postgres://u@db.example.com/v?sslmode=require',
    'postgres://u@db.example.com/v?ssl=true',
    'postgres://u@db.example.com/v?sslrootcert=/etc/ca.pem',
  ]) {
    assert.deepEqual(check(url), [], url)
  }
  assert.deepEqual(check('postgres://u@db.example.com/v', { PGSSLMODE: 'require' }), [])
})
