import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { bundles } from './bundles.ts'
import { root } from './entries.ts'
import { acknowledge, checkStacks } from './nag.ts'
import { buildStacks } from './stacks.ts'
import { stageNamed } from './stages.ts'

const app = new App()
const stage = stageNamed(String(app.node.tryGetContext('stage')))
const siteFolder = join(root, 'dist', 'web')
const isBuilt = existsSync(join(siteFolder, 'index.html'))
buildStacks(app, { stage, codeOf: bundles(), ...(isBuilt ? { siteFolder } : {}) })
acknowledge(app, stage.name)
checkStacks(app)
app.synth()
