import { after, test } from 'node:test'
import { createDeployments } from './environment/deployment.ts'
import { shortForms } from './short-forms.testing.ts'

const deployments = createDeployments()
after(() => deployments.close())

for (const { title, skip, hold } of shortForms('sqlite', deployments)) test(title, { skip }, hold)
