import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { DomainError } from '#shared/kernel/errors'
import { NewRule, ownRule, ruleBook, RuleChange, RuleView } from '#shared/quality/rule-book'
import { RulePreview } from '#shared/quality/rule-preview'
import { actorOf, requireRight } from '#functions/http/actor'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import { previewRule } from './preview-rule.ts'
import type { QualityApp, QualityDeps } from './quality.routes.ts'
import { ruleView } from './rule-view.ts'

const RuleParams = v.strictObject({ id: v.pipe(v.string(), v.maxLength(64)) })
const RulesPage = v.object({ items: v.array(RuleView), total: v.number() })
const MOST_OWN = 200
const notFound = (id: string) => new DomainError('not-found', 'rule.not-found', `There is no rule "${id}".`)

/** The rules: read, switched, written, tried on a sample before they hold. */
export function addRuleRoutes(section: QualityApp, deps: QualityDeps): void {
  const { stores, http } = deps
  section
    .get(
      '/api/quality/rules',
      describe({ summary: 'Lists every rule of the house', answer: RulesPage, right: 'figures' }),
      requireRight('figures'),
      async (c) => {
        const items = ruleBook(await stores.scans.ruleChanges()).map(ruleView)
        return c.json({ items, total: items.length })
      },
    )
    .put(
      '/api/quality/rules/:id',
      describe({
        summary: 'Switches a rule, or changes its owner or severity; holds from the next scan on',
        answer: RuleView,
        right: 'edit',
        audit: 'quality-rule.changed',
      }),
      requireRight('edit'),
      validate('param', RuleParams),
      validate('json', RuleChange),
      async (c) => {
        const { id } = c.req.valid('param')
        const changes = await stores.scans.ruleChanges()
        if (!ruleBook(changes).some((rule) => rule.id === id)) throw notFound(id)
        const known = changes.find((one) => one.id === id)
        const change = { ...known?.change, ...c.req.valid('json') }
        const next = { ...known, id, change, by: actorOf(c).name, at: http.clock() }
        await stores.scans.saveRule(next)
        c.set('auditSubject', { kind: 'quality-rule', id })
        c.set('auditDetails', { changed: Object.keys(c.req.valid('json')) })
        const rule = ruleBook([...changes.filter((one) => one.id !== id), next]).find((one) => one.id === id)
        if (!rule) throw notFound(id)
        return c.json(ruleView(rule))
      },
    )
  addOwnRoutes(section, deps)
}

function addOwnRoutes(section: QualityApp, deps: QualityDeps): void {
  const { stores, http } = deps
  section
    .post(
      '/api/quality/rules',
      describe({
        summary: 'Adds a rule of the house',
        answer: RuleView,
        status: 201,
        right: 'edit',
        audit: 'quality-rule.added',
      }),
      requireRight('edit'),
      validate('json', NewRule),
      async (c) => {
        const changes = await stores.scans.ruleChanges()
        if (changes.filter(({ own }) => own).length >= MOST_OWN)
          throw new DomainError(
            'conflict',
            'rule.too-many',
            `At most ${MOST_OWN} rules of your own. Remove one first.`,
          )
        const id = `own-${randomUUID().slice(0, 8)}`
        const own = c.req.valid('json')
        const rule = ownRule(id, own)
        await stores.scans.saveRule({ id, change: {}, own, by: actorOf(c).name, at: http.clock() })
        c.set('auditSubject', { kind: 'quality-rule', id })
        return c.json(ruleView(rule), 201)
      },
    )
    .post(
      '/api/quality/rules/preview',
      describe({
        summary: 'Tries a rule on a sample of clients, and on what they did month by month',
        answer: RulePreview,
        right: 'edit',
        audit: 'quality-rule.previewed',
      }),
      requireRight('edit'),
      validate('json', NewRule),
      async (c) => {
        c.set('auditSubject', { kind: 'quality-rule', id: 'preview' })
        return c.json(await previewRule(ownRule('preview', c.req.valid('json')), deps))
      },
    )
    .delete(
      '/api/quality/rules/:id',
      describe({
        summary: 'Removes a rule of the house',
        right: 'edit',
        status: 204,
        audit: 'quality-rule.removed',
      }),
      requireRight('edit'),
      validate('param', RuleParams),
      async (c) => {
        const { id } = c.req.valid('param')
        const known = (await stores.scans.ruleChanges()).find((one) => one.id === id)
        if (!known?.own) throw notFound(id)
        await stores.scans.removeRule(id)
        c.set('auditSubject', { kind: 'quality-rule', id })
        return c.body(null, 204)
      },
    )
}
