// When the owner is told and when not, in Chromium: rules as sentences, tried before they hold, quiet hours, snoozes, and an
// alert that is corrected when the name comes.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, looksRight, picture, sizes, useStage } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const rows = () => byId('rule-row')

/** A stranger is told of, as a rule says. */
async function tellOfStranger(): Promise<number> {
  return await page.evaluate(() => {
    const fake = window.porchlightFake
    const visitor = fake?.house.visitors[0]
    return fake && visitor ? fake.house.tellOf(visitor.seed, 1, 'strangers').id : 0
  })
}

/** What the program keeps of the rules. */
const kept = () => page.evaluate(() => structuredClone(window.porchlightFake?.house.ruled.rules ?? []))

describe('rules', () => {
  test('one begins off, is tried on the last week, and holds once it is switched on', async () => {
    page = await house.open({ hash: 'alerts?part=rules' })
    await rows().first().waitFor()
    expect(await rows().count()).toBe(1)
    await byId('rule-add').click()
    const rule = rows().nth(1)
    await rule.waitFor()
    expect(await rule.getAttribute('data-on')).toBe('false')
    await rule.getByTestId('rule-where').selectOption({ label: 'Front door' })
    await rule.getByTestId('rule-apart').selectOption('15')
    await rule.getByTestId('rule-try').click()
    const trial = rule.getByTestId('rule-trial')
    await page.waitForSelector('[data-testid="rule-trial"][data-status="ready"]')
    expect(Number(await trial.getAttribute('data-told'))).toBeGreaterThan(0)
    await rule.getByTestId('trial-sighting').first().click()
    await page.waitForSelector('[data-testid="why-panel"][data-ready="true"]')
    await page.keyboard.press('Escape')
    await rule.getByTestId('rule-when').selectOption('between')
    await rule.getByTestId('rule-until').selectOption('330')
    await trial.waitFor({ state: 'detached' })
    await rule.getByTestId('rule-switch').click()
    await page.waitForFunction(() => window.porchlightFake?.house.ruled.rules[1]?.is_on)
    expect((await kept())[1]?.says).toEqual({
      who: { about: 'strangers' },
      at: { place: 'at', camera_id: 1 },
      hours: { from_minute: 1320, until_minute: 330 },
      apart_minutes: 15,
    })
    await rows().first().getByTestId('rule-try').click()
    await page.waitForSelector('[data-testid="rule-trial"][data-status="ready"]')
    await looksRight(page, 'rules')
  })

  test('a sentence is one line where there is room, and breaks only before a choice and its words', async () => {
    page = await house.open({ hash: 'alerts?part=rules' })
    await rows().first().waitFor()
    const lines = () =>
      byId('rule-sentence')
        .first()
        .evaluate((sentence) => {
          const tops = [...sentence.querySelectorAll('.piece > *')].map((one) => {
            const { top, height } = one.getBoundingClientRect()
            return Math.round(top + height / 2)
          })
          const ofPieces = [...sentence.children].map(
            (piece) => new Set([...piece.children].map((one) => Math.round(one.getBoundingClientRect().top / 16))).size,
          )
          return { count: new Set(tops.map((top) => Math.round(top / 16))).size, inPiece: Math.max(...ofPieces) }
        })
    expect((await lines()).count).toBe(1)
    await page.setViewportSize(sizes.small)
    expect((await lines()).count).toBe(2)
    expect((await lines()).inPiece, 'words and their choice are in one line').toBe(1)
  })

  test('nobody known at home says in words what that means', async () => {
    page = await house.open({ hash: 'alerts?part=rules', size: sizes.small })
    await byId('rule-add').click()
    const rule = rows().nth(1)
    await rule.getByTestId('rule-who').selectOption('nobody_home')
    await rule.getByTestId('rule-home-hours').selectOption('8')
    await page.waitForFunction(() => {
      const who = window.porchlightFake?.house.ruled.rules[1]?.says.who
      return who?.about === 'nobody_home' && who.hours === 8
    })
    expect(await rule.textContent()).toContain('when no known person was seen on any camera for')
    await rule.getByTestId('rule-when').selectOption('between')
    await looksRight(page, 'rules-nobody-home-small')
  })

  test('what a rule is about may be gone, and it says so', async () => {
    page = await house.open({ hash: 'alerts?part=rules' })
    await byId('rule-add').click()
    await rows().nth(1).getByTestId('rule-who').selectOption({ label: 'Anna' })
    await page.waitForFunction(() => window.porchlightFake?.house.ruled.rules[1]?.says.who.about === 'person')
    await page.evaluate(async () => {
      const fake = window.porchlightFake
      const anna = fake?.house.people.find((one) => one.name === 'Anna')
      if (fake && anna) await fake.call('remove_person', { id: anna.id })
    })
    await byId('rule-note').waitFor()
    expect(await byId('rule-note').textContent()).toContain('Nobody has this name any more')
    await rows().nth(1).getByTestId('rule-who').selectOption('strangers')
    await byId('rule-note').waitFor({ state: 'detached' })
  })

  test('one that is removed comes back with Undo, and without any there is a way to the first', async () => {
    page = await house.open({ hash: 'alerts?part=rules' })
    await rows().first().getByTestId('rule-remove').click()
    await rows().first().waitFor({ state: 'detached' })
    await byId('silence-blacklist').waitFor()
    expect(await findingsOn(page)).toEqual([])
    await picture(page, 'rules-empty')
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await rows().first().waitFor()
    expect((await kept())[0]).toMatchObject({ says: { who: { about: 'blacklist' } }, is_on: true })
  })

  test('a change that is refused is taken back and told', async () => {
    page = await house.open({ hash: 'alerts?part=rules' })
    await rows().first().waitFor()
    await page.evaluate(() => {
      window.porchlightFake?.refusals.set('change_alert_rule', { code: 'disk_full', message: '', trouble: null })
    })
    await rows().first().getByTestId('rule-switch').click()
    await page.getByText('disk is full').first().waitFor()
    await page.waitForSelector('[data-testid="rule-row"][data-on="true"]')
  })
})

describe('silence', () => {
  test('quiet hours are set by weekday, and what is silent now is said with what breaks through', async () => {
    page = await house.open({ hash: 'alerts?part=rules' })
    await page.evaluate(() => {
      const ruled = window.porchlightFake?.house.ruled
      if (ruled) ruled.quietUntil = new Date().setHours(23, 59, 0, 0)
    })
    expect(await byId('silence-now').getAttribute('data-calm')).toBe('true')
    await byId('quiet-hours').click()
    await byId('silence-quiet').waitFor()
    expect(await byId('silence-quiet').textContent()).toMatch(/Quiet until 23:59 · the blacklist still breaks through/)
    expect(await byId('quiet-day').count()).toBe(7)
    await byId('quiet-day').nth(2).getByTestId('quiet-day-switch').click()
    await byId('quiet-day').nth(5).getByTestId('quiet-from').selectOption('1425')
    await page.waitForFunction(() => {
      const days = window.porchlightFake?.house.ruled.hush.quiet_hours
      return days?.[2] === null && days[5]?.from_minute === 1425
    })
    await byId('blacklist-switch').click()
    await page.getByText('the blacklist is silent, too').waitFor()
    await byId('family-switch').click()
    await page.getByText('The family is silenced', { exact: true }).waitFor()
    await byId('quiet-hours').scrollIntoViewIfNeeded()
    await looksRight(page, 'quiet-hours')
  })

  test('silence goes back to the usual, each in one step', async () => {
    page = await house.open({ hash: 'alerts?part=rules' })
    const hush = () => page.evaluate(() => structuredClone(window.porchlightFake?.house.ruled.hush))
    await byId('family-switch').waitFor()
    const before = await hush()
    for (const id of ['family-switch', 'blacklist-switch', 'quiet-hours']) await byId(id).click()
    await byId('quiet-day-switch').first().click()
    await expect.poll(async () => (await hush())?.quiet_hours[0]).toBeNull()
    expect(await byId('quiet-reset').isDisabled()).toBe(false)
    for (const place of [0, 1]) await byId('setting-reset').nth(place).click()
    await byId('quiet-reset').click()
    await expect.poll(hush).toEqual(before)
    expect(await byId('quiet-reset').isDisabled()).toBe(true)
  })

  test('everything is snoozed and woken again', async () => {
    page = await house.open({ hash: 'alerts' })
    await byId('snooze-everything').click()
    await picture(page, 'snooze-choices')
    await byId('snooze-hour').click()
    await byId('silence-snooze').waitFor()
    expect(await byId('silence-snooze').textContent()).toContain('the blacklist still breaks through')
    await byId('snooze-end').click()
    await byId('silence-snooze').waitFor({ state: 'detached' })
  })
})

describe('an alert about a stranger', () => {
  test('is not red, and says who it was when the name comes, in place', async () => {
    page = await house.open({ hash: 'live' })
    const id = await tellOfStranger()
    const popup = byId('alert-popup')
    await popup.waitFor()
    expect(await popup.getAttribute('data-verdict')).toBe('visitor')
    expect(await popup.textContent()).toMatch(/A stranger: Visitor \d+/)
    expect(await byId('alert-rules').textContent()).toContain('strangers')
    await looksRight(page, 'alert-stranger')
    await page.evaluate(async () => {
      const fake = window.porchlightFake
      const visitor = fake?.house.visitors[0]
      if (fake && visitor) await fake.call('name_visitor', { id: visitor.id, name: 'Grace', kind: 'known' })
    })
    await byId('alert-first').waitFor()
    expect(await popup.getByRole('heading').textContent()).toBe('Grace')
    expect(await byId('alert-first').textContent()).toContain('Taken for a stranger at first')
    expect(await popup.getAttribute('data-alert')).toBe(String(id))
    await picture(page, 'alert-corrected')
  })

  test('is snoozed from the alert, which is acknowledged with that', async () => {
    page = await house.open({ hash: 'alerts' })
    await tellOfStranger()
    await byId('alert-snooze').click()
    await picture(page, 'alert-snooze')
    await page.keyboard.press('Escape')
    await byId('snooze-quarter_hour').waitFor({ state: 'detached' })
    await byId('alert-popup').waitFor()
    await byId('alert-snooze').click()
    await byId('snooze-quarter_hour').click()
    await byId('alert-popup').waitFor({ state: 'detached' })
    await page.waitForSelector('[data-testid="silence-snooze"][data-of="strangers"]')
    await page.waitForSelector('[data-testid="alert-row"][data-verdict="visitor"][data-from="window"]')
  })

  test('is named from the alert: the reasons open, and the field has the focus', async () => {
    page = await house.open({ hash: 'live' })
    await tellOfStranger()
    await byId('alert-name').click()
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'sighting-name-input')
    await page.keyboard.type('Grace')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-testid="alert-row"][data-verdict="known"]')
    expect(await byId('alert-row').first().textContent()).toContain('Taken for a stranger at first')
    await looksRight(page, 'alerts-named')
  })

  test('opens from a notification with the reasons of its sighting', async () => {
    page = await house.open({ hash: 'settings' })
    const alert_id = await tellOfStranger()
    await byId('alert-popup').waitFor()
    const sighting_id = await page.evaluate((alert_id) => {
      const fake = window.porchlightFake
      const sighting_id = fake?.house.alerts.find((one) => one.id === alert_id)?.sighting_id ?? 0
      fake?.tell({ type: 'open_sighting', alert_id, sighting_id, is_to_name: false })
      return sighting_id
    }, alert_id)
    await page.waitForSelector(`[data-testid="why-panel"][data-sighting="${sighting_id}"][data-ready="true"]`)
    await byId('alert-popup').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await byId('why-panel').waitFor({ state: 'detached' })
    expect(page.url()).not.toContain('sighting=')
  })
})

describe('the history', () => {
  test('is narrowed by whom, where and whether it was seen, and says where it was', async () => {
    page = await house.open({ hash: 'alerts' })
    await page.evaluate(() => {
      const fake = window.porchlightFake
      for (const visitor of fake?.house.visitors.slice(0, 3) ?? [])
        fake?.house.tellOf(visitor.seed, 2, 'strangers', 9e6, false)
      fake?.tell({ type: 'people_changed' })
    })
    const shown = byId('alert-row')
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="alert-row"]').length === 4)
    expect(await byId('alert-seen').textContent()).toContain('on a notification')
    await looksRight(page, 'alerts-history')
    await byId('alerts-verdict').selectOption('visitor')
    expect(await shown.count()).toBe(3)
    await byId('alerts-camera').selectOption({ label: 'Front door' })
    expect(await shown.count()).toBe(0)
    await page.getByText('No alert is like that').waitFor()
    await byId('alerts-clear').click()
    await byId('alerts-state').selectOption('seen')
    expect(await shown.count()).toBe(1)
  })

  test('of a busy home goes on below what is shown, to its end', async () => {
    page = await house.open({ hash: 'alerts' })
    const shown = byId('alert-row')
    await shown.first().waitFor()
    const all = await page.evaluate(() => {
      const fake = window.porchlightFake
      const [like] = fake?.house.alerts ?? []
      if (!fake || !like) return 0
      for (let i = 0; i < 130; i += 1)
        fake.house.alerts.push({ ...structuredClone(like), id: 10_000 + i, at: like.at - (i + 1) * 60_000 })
      fake.tell({ type: 'people_changed' })
      return fake.house.alerts.length
    })
    await expect.poll(() => shown.count()).toBe(100)
    await byId('alerts-more').click()
    await expect.poll(() => shown.count()).toBe(all)
    expect(await byId('alerts-more').count()).toBe(0)
  })
})
