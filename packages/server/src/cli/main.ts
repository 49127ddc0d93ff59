import { Command } from 'commander'
import { serve } from './serve.ts'

const program = new Command('valetkey')
  .description('An OAuth 2.0 authorization server that hands out keys and takes them back.')
  .version('0.1.0')

program
  .command('serve')
  .description('Run the authorization server.')
  .option('--config <file>', 'configuration file')
  .option('--port <port>', 'port to listen on')
  .option('--database <url>', 'sqlite:FILE or postgres://…')
  .option('--issuer <url>', 'URL under which the server is reached')
  .action(serve)

await program.parseAsync()
