// The timeline in Chromium on the fake household: days, filters and Back, ten thousand rows, things that happen while
// one reads, corrections, and looking for a face. Axe in both themes; a picture of each is kept.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, looksRight, picture, useStage } from './harness'
import type { Open } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const rows = () => byId('timeline-row')
const scroller = () => byId('timeline-list')
const idsShown = () => rows().evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-sighting'))))

/** Opens the timeline with some more of everybody: `count` sightings, `apartMs` between them. */
async function openWith(count: number, apartMs: number, how: Open = {}): Promise<void> {
  page = await house.open({ hash: 'people', ...how })
  await page.evaluate(
    ([count, apartMs]) => {
      const fake = window.porchlightFake
      if (!fake) return
      const seeds = [...fake.house.people, ...fake.house.visitors].map((one) => one.seed)
      for (let i = 1; i <= count; i++) {
        const sighting = fake.house.openSighting(seeds[i % seeds.length] ?? 1, (i % 4) + 1, i * apartMs)
        fake.house.decide(sighting)
        sighting.ended_at = sighting.started_at + 7_000 * (1 + (i % 20))
      }
    },
    [count, apartMs] as const,
  )
  await byId('nav-timeline').click()
  await rows().first().waitFor()
}

/** Somebody comes to the front door while one looks; gives the sighting. */
const somebodyComes = () =>
  page.evaluate(() => {
    const fake = window.porchlightFake
    const anna = fake?.house.people.find((one) => one.name === 'Anna')
    if (!fake || !anna) return 0
    const sighting = fake.house.openSighting(anna.seed, 1)
    fake.house.decide(sighting)
    fake.house.announceSighting(sighting)
    return sighting.id
  })

describe('the days', () => {
  test('everybody is listed under their day, newest first, and it looks right', async () => {
    await openWith(40, 3 * 3_600_000)
    const shown = await idsShown()
    const expected = await page.evaluate(() =>
      [...(window.porchlightFake?.house.sightings ?? [])]
        .sort((a, b) => b.started_at - a.started_at || b.id - a.id)
        .map((one) => one.id),
    )
    expect(shown).toEqual(expected.slice(0, shown.length))
    expect(await byId('timeline-heading').first().textContent()).toContain('Today')
    expect(await rows().first().getByRole('meter').count()).toBeLessThanOrEqual(1)
    await looksRight(page, 'timeline')
  })

  test('a heading stays while its day is scrolled', async () => {
    await openWith(60, 3 * 3_600_000)
    await scroller().evaluate((list) => (list.scrollTop = 1_000))
    await page.waitForFunction(() => {
      const list = document.querySelector('[data-testid="timeline-list"]')?.getBoundingClientRect()
      const headings = [...document.querySelectorAll('[data-testid="timeline-heading"]')]
      return headings.some((heading) => Math.abs(heading.getBoundingClientRect().top - (list?.top ?? 0)) < 1)
    })
    await picture(page, 'timeline-scrolled')
  })

  test('nobody was here, and a timeline that cannot be read, say so', async () => {
    page = await house.open({ scenario: 'empty', hash: 'timeline' })
    await page.getByText('Nobody was here yet').waitFor()
    await looksRight(page, 'timeline-empty')
    await page.evaluate(() => (location.hash = '#/people'))
    await page.waitForSelector('[data-testid="nav-people"][aria-current]')
    await page.evaluate(() =>
      window.porchlightFake?.refusals.set('sightings', { code: 'internal', message: '', trouble: null }),
    )
    await byId('nav-timeline').click()
    await page.getByText('The timeline could not be read').waitFor()
    expect(await findingsOn(page)).toEqual([])
    await picture(page, 'timeline-failed')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Nobody was here yet').waitFor()
  })
})

describe('the filters', () => {
  test('narrow by person, camera, verdict and day, and Back widens again', async () => {
    await openWith(60, 3 * 3_600_000)
    const all = await idsShown()
    const fits = (where: string) =>
      page.waitForFunction((where) => {
        const house = window.porchlightFake?.house
        const shown = [...document.querySelectorAll('[data-testid="timeline-row"]')].map((row) =>
          house?.sightings.find((one) => one.id === Number(row.getAttribute('data-sighting'))),
        )
        const [key, value] = where.split('=')
        return shown.length > 0 && shown.every((one) => String(one?.[key as 'camera_id']) === value)
      }, where)
    await byId('timeline-person').selectOption({ label: 'Anna' })
    const anna = await page.evaluate(
      () => window.porchlightFake?.house.people.find((one) => one.name === 'Anna')?.id ?? 0,
    )
    await fits(`person_id=${anna}`)
    expect(page.url()).toContain(`person=${anna}`)
    await page.goBack()
    await page.waitForFunction(
      (count) => document.querySelectorAll('[data-testid="timeline-row"]').length === count,
      all.length,
    )
    expect(await byId('timeline-person').inputValue()).toBe('')
    await byId('timeline-verdict').selectOption('blacklisted')
    await fits('verdict=blacklisted')
    await byId('timeline-camera').selectOption({ label: 'Garden' })
    await fits('camera_id=2')
    await fits('verdict=blacklisted')
    await looksRight(page, 'timeline-filtered')
    await byId('timeline-clear').click()
    const yesterday = await byId('timeline-day').locator('option').nth(4).getAttribute('value')
    await byId('timeline-day').selectOption(yesterday)
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="timeline-heading"]').length === 1)
    expect(await byId('timeline-heading').getAttribute('data-day')).toBe(yesterday)
    await page.reload()
    await page.waitForFunction((day) => location.hash.includes(String(day)), yesterday)
    expect(await byId('timeline-day').inputValue()).toBe(yesterday)
  })

  test('take days from one to another and hours of the day, and the strip shows as many', async () => {
    await openWith(60, 3 * 3_600_000)
    const fits = async (): Promise<void> => {
      await expect
        .poll(async () => await shown((at) => ({ hour: at.getHours(), day: at.toDateString() })))
        .toEqual(expect.arrayContaining([expect.anything()]))
    }
    /** Something of the moment of each row in the document. */
    async function shown<T>(of: (at: Date) => T): Promise<T[]> {
      const moments = await page.evaluate(() =>
        [...document.querySelectorAll('[data-testid="timeline-row"] time')].map((time) =>
          time.getAttribute('datetime'),
        ),
      )
      return moments.map((moment) => of(new Date(moment ?? 0)))
    }
    const hours = () => shown((at) => at.getHours())
    await byId('timeline-hours').selectOption('evening')
    await expect.poll(async () => (await hours()).every((hour) => hour >= 18 && hour < 23)).toBe(true)
    await fits()
    expect(page.url()).toContain('hours=18%3A00-23%3A00')
    await byId('timeline-day').selectOption('week')
    await expect.poll(() => page.url()).toContain('from=')
    const counted = () =>
      page.evaluate(
        () => document.querySelectorAll('[data-testid="timeline-scrub"] .bar:not([style*="height: 0%"])').length,
      )
    const days = await shown((at) => at.toDateString())
    await expect.poll(counted).toBe(new Set(days).size)
    await looksRight(page, 'timeline-hours')
    await byId('timeline-to-time').selectOption('1380')
    await byId('timeline-from-time').selectOption('1260')
    await expect.poll(async () => (await hours()).every((hour) => hour >= 21 && hour < 23)).toBe(true)
    expect(await byId('timeline-hours').inputValue()).toBe('own')
    await byId('timeline-hours').selectOption('night')
    await expect.poll(async () => (await hours()).every((hour) => hour >= 23 || hour < 6)).toBe(true)
    await fits()
    // A new household: whether anybody of it was here at night depends on the time it is now.
    await page.reload()
    await byId('timeline-when').waitFor()
    expect(await byId('timeline-hours').inputValue()).toBe('night')
    expect(await byId('timeline-day').inputValue()).toBe('week')
    await byId('timeline-day').selectOption('days')
    await byId('timeline-to').waitFor()
    expect(await byId('timeline-to').inputValue()).not.toBe('')
    await byId('timeline-clear').click()
    await byId('timeline-when').waitFor({ state: 'detached' })
  })

  test('that let nobody through say so and can be taken off', async () => {
    page = await house.open({ hash: 'timeline?verdict=known&day=2020-02-03' })
    await page.getByText('Nobody like that was here').waitFor()
    await looksRight(page, 'timeline-none')
    await page.getByRole('button', { name: 'Show all' }).last().click()
    await rows().first().waitFor()
  })
})

describe('ten thousand rows', () => {
  test('are read as one scrolls, and only those in sight are in the document', async () => {
    await openWith(10_000, 240_000)
    const reachEnd = async (): Promise<number> =>
      await scroller().evaluate((list) => {
        list.scrollTop = list.scrollHeight
        return list.scrollHeight
      })
    await reachEnd()
    await page.waitForFunction(
      async () => {
        const list = document.querySelector<HTMLElement>('[data-testid="timeline-list"]')
        if (list) list.scrollTop = list.scrollHeight
        return (list?.scrollHeight ?? 0) > 10_000 * 64
      },
      undefined,
      { timeout: 60_000, polling: 20 },
    )
    expect(await rows().count()).toBeLessThan(60)
    // From one end to the other in a hundred steps, each drawn: half of them before a person would notice.
    const usual = await scroller().evaluate(async (list) => {
      const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done))
      const steps: number[] = []
      for (let i = 100; i >= 0; i--) {
        list.scrollTop = (list.scrollHeight * i) / 100
        const began = performance.now()
        await frame()
        await frame()
        if (!list.querySelector('[data-testid="timeline-row"]')) return Infinity
        steps.push(performance.now() - began)
      }
      return steps.sort((a, b) => a - b)[50] ?? Infinity
    })
    expect(usual, 'milliseconds for two frames after a jump').toBeLessThan(150)
    expect(await byId('timeline-heading').first().textContent()).toContain('Today')
  })
})

describe('while one reads', () => {
  test('whoever comes is listed, and nothing that is read moves', async () => {
    await openWith(60, 3_600_000)
    await scroller().evaluate((list) => (list.scrollTop = 700))
    const read = rows().nth(12)
    const id = await read.getAttribute('data-sighting')
    const place = () => page.locator(`[data-sighting="${id}"]`).boundingBox()
    await page.waitForFunction(() => (document.querySelector('[data-testid="timeline-list"]')?.scrollTop ?? 0) === 700)
    const before = await place()
    const came = await somebodyComes()
    await byId('timeline-fresh').waitFor()
    expect(await place()).toEqual(before)
    await picture(page, 'timeline-fresh')
    await byId('timeline-fresh').click()
    await page.waitForSelector(`[data-testid="timeline-row"][data-sighting="${came}"]`)
    await byId('timeline-fresh').waitFor({ state: 'detached' })
  })

  test('a list too short to be scrolled does not move beside an open panel, either', async () => {
    page = await house.open({ hash: 'timeline?verdict=blacklisted' })
    const row = rows().first()
    const id = await row.getAttribute('data-sighting')
    await row.click()
    await page.waitForSelector('[data-testid="why-panel"][data-ready="true"]')
    const place = () => page.locator(`[data-testid="timeline-row"][data-sighting="${id}"]`).boundingBox()
    const before = await place()
    await page.evaluate(() => {
      const fake = window.porchlightFake
      const person = fake?.house.people.find((one) => one.kind === 'blacklisted')
      if (!fake || !person) return
      const sighting = fake.house.openSighting(person.seed, 1)
      fake.house.decide(sighting)
      fake.house.announceSighting(sighting)
    })
    await byId('timeline-fresh').waitFor()
    expect(await place()).toEqual(before)
    await byId('timeline-fresh').click()
    await byId('timeline-fresh').waitFor({ state: 'detached' })
    expect(await rows().first().getAttribute('data-sighting')).not.toBe(id)
  })

  test('whoever comes is seen at once where nothing is being read', async () => {
    await openWith(40, 3_600_000)
    await page.mouse.move(5, 790)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    const came = await somebodyComes()
    await page.waitForFunction(
      (came) =>
        document.querySelector('[data-testid="timeline-row"]')?.getAttribute('data-sighting') === String(came) &&
        document.querySelector('[data-testid="timeline-list"]')?.scrollTop === 0,
      came,
    )
    expect(await rows().first().textContent()).toContain('here now')
  })

  test('a link leads to the reasons of a sighting, which can be linked to, and says it where there is none', async () => {
    await openWith(4, 60_000)
    const id = (await idsShown())[2] ?? 0
    const goTo = (word: string) =>
      page.evaluate((word) => {
        location.hash = `#/timeline?sighting=${word}`
      }, word)
    await goTo(String(id))
    await page.waitForSelector(`[data-testid="why-panel"][data-sighting="${id}"][data-ready="true"]`)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await byId('why-copy-link').click()
    await page.getByText('The link is in the clipboard').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`porchlight://sighting/${id}`)
    await page.keyboard.press('Escape')
    await byId('why-panel').waitFor({ state: 'detached' })
    expect(new URL(page.url()).hash, 'a reload does not open it again').toBe('#/timeline')

    // Asked for from outside while another one is shown: by the event, whose address may be the one that is there.
    await goTo(String(id))
    await byId('why-panel').waitFor()
    await rows().first().click()
    const ask = (sighting_id: number) =>
      page.evaluate((sighting_id) => {
        window.porchlightFake?.tell({ type: 'open_sighting', sighting_id, alert_id: null, is_to_name: false })
      }, sighting_id)
    await ask(id)
    await page.waitForSelector(`[data-testid="why-panel"][data-sighting="${id}"][data-ready="true"]`)
    await byId('nav-live').click()
    await ask(id)
    await page.waitForSelector(`[data-testid="why-panel"][data-sighting="${id}"][data-ready="true"]`)

    await ask(987_654)
    await byId('why-gone').waitFor()
    await page.keyboard.press('Escape')
    await goTo('twelve')
    await page.getByText('There is no such sighting').waitFor()
    expect(await byId('why-panel').count(), 'and nothing else happens').toBe(0)
  })

  test('a row says why, is corrected there, and reads right at once', async () => {
    await openWith(10, 3_600_000)
    const row = page.locator('[data-testid="timeline-row"][data-verdict="known"]').first()
    const id = await row.getAttribute('data-sighting')
    await row.click()
    await page.waitForSelector('[data-testid="why-panel"][data-ready="true"]')
    await looksRight(page, 'timeline-why')
    await byId('why-reject').click()
    await page.waitForSelector('[data-testid="why-panel"]')
    if ((await byId('why-new-visitor').count()) > 0) await byId('why-new-visitor').click()
    await page.waitForSelector(`[data-testid="timeline-row"][data-sighting="${id}"][data-verdict="visitor"]`)
    await byId('undo').first().click()
    await page.waitForSelector(`[data-testid="timeline-row"][data-sighting="${id}"][data-verdict="known"]`)
  })
})

describe('by keyboard', () => {
  test('the arrows move, Enter asks, F looks for the face, Escape goes back', async () => {
    await openWith(60, 3_600_000)
    await byId('timeline-scrub').focus()
    await page.keyboard.press('Tab')
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest('[data-sighting]')?.getAttribute('data-sighting'))
    const shown = (await idsShown()).map(String)
    expect(await focused()).toBe(shown[0])
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(
      (id) => document.activeElement?.closest('[data-sighting]')?.getAttribute('data-sighting') === id,
      shown[1],
    )
    await page.keyboard.press('Enter')
    await page.waitForSelector(`[data-testid="why-panel"][data-sighting="${shown[1]}"]`)
    await page.keyboard.press('Escape')
    await byId('why-panel').waitFor({ state: 'detached' })
    expect(await focused()).toBe(shown[1])
    await page.keyboard.press('End')
    await page.waitForFunction(() => (document.querySelector('[data-testid="timeline-list"]')?.scrollTop ?? 0) > 2_000)
    await page.keyboard.press('Home')
    await page.waitForFunction(
      (id) => document.activeElement?.closest('[data-sighting]')?.getAttribute('data-sighting') === id,
      shown[0],
    )
    await page.keyboard.press('f')
    await page.waitForSelector('[data-testid="timeline-found"][data-ready="true"]')
    await page.keyboard.press('Escape')
    await byId('timeline-found').waitFor({ state: 'detached' })
    await rows().first().waitFor()
  })
})

describe('looking for a face', () => {
  test('shows every time it was here, most alike first, and leads back to where one was', async () => {
    await openWith(60, 3_600_000)
    await scroller().evaluate((list) => (list.scrollTop = 500))
    await page.waitForFunction(() => (document.querySelector('[data-testid="timeline-list"]')?.scrollTop ?? 0) === 500)
    const row = rows().nth(12)
    const id = await row.getAttribute('data-sighting')
    await row.getByTestId('timeline-find').click()
    await page.waitForSelector('[data-testid="timeline-found"][data-ready="true"]')
    expect(await rows().first().getAttribute('data-sighting')).toBe(id)
    const alike = await rows()
      .getByRole('meter')
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('aria-valuenow'))))
    expect(alike.length).toBeGreaterThan(3)
    expect(alike).toEqual([...alike].sort((a, b) => b - a))
    await looksRight(page, 'timeline-found')
    await rows().nth(1).click()
    await page.waitForSelector('[data-testid="why-panel"][data-ready="true"]')
    await picture(page, 'timeline-found-why')
    await page.keyboard.press('Escape')
    await byId('timeline-back').click()
    await page.waitForSelector(`[data-testid="timeline-list"] [data-sighting="${id}"]`)
    expect(await scroller().evaluate((list) => list.scrollTop)).toBe(500)
  })

  test('by a picture finds whoever is on it, and says what is wrong with a picture', async () => {
    await openWith(30, 3_600_000)
    const file = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: Buffer.from('drawn') })
    await byId('timeline-find-picture').click()
    await byId('timeline-picture').setInputFiles(file('group.jpg'))
    await page.getByText('No single face was found on this picture').waitFor()
    await looksRight(page, 'timeline-find-picture')
    await byId('timeline-picture').setInputFiles(file('anna.jpg'))
    await page.waitForSelector('[data-testid="timeline-found"][data-ready="true"]')
    expect(await rows().first().textContent()).toContain('Anna')
    await page.getByText('On anna.jpg').waitFor()
    await picture(page, 'timeline-found-picture')
    await byId('timeline-back').click()
    await scroller().waitFor()
    await page.goBack()
    await page.getByText('On anna.jpg').waitFor()
    await rows().first().waitFor()
  })

  test('that was here more often than is shown says how many are', async () => {
    await openWith(10, 3_600_000)
    await page.evaluate(() => {
      const fake = window.porchlightFake
      const seed = fake?.house.people[0]?.seed
      if (!fake || seed === undefined) return
      for (let i = 0; i < 230; i++) fake.house.decide(fake.house.openSighting(seed, 1, i * 60_000))
    })
    const face = await page.evaluate(() => window.porchlightFake?.house.people[0]?.faces[0]?.id)
    await page.evaluate((face) => (location.hash = `#/timeline?face=${face}`), face)
    await page.waitForSelector('[data-testid="timeline-found"][data-ready="true"]')
    expect(await byId('timeline-found-count').textContent()).toContain('the first 200')
  })

  test.each([
    [
      'a person',
      'people',
      async (): Promise<void> => {
        await page.locator('[data-testid="person-card"][data-name="Anna"]').click()
        await byId('person-face').first().hover()
      },
    ],
    [
      'a visitor',
      'visitors',
      async (): Promise<void> => {
        await byId('visitor-open').first().click()
        await byId('visitor-face').first().hover()
      },
    ],
    ['an alert', 'alerts', async (): Promise<void> => undefined],
    [
      'a sighting',
      'alerts',
      async (): Promise<void> => {
        await byId('alert-why').first().click()
        await page.waitForSelector('[data-testid="why-panel"][data-ready="true"]')
      },
    ],
  ] as const)('of %s is begun where it is shown', async (what, view, go) => {
    page = await house.open({ hash: view })
    await go()
    const within = what === 'a sighting' ? page.getByTestId('why-panel') : page.locator('main, aside')
    await within.getByTestId('find-face').first().click()
    await page.waitForSelector('[data-testid="timeline-found"][data-ready="true"]')
    expect(page.url()).toMatch(/timeline\?face=\d+/)
    await rows().first().waitFor()
  })

  test('that is no longer kept says so', async () => {
    page = await house.open({ hash: 'timeline?face=999999' })
    await page.getByText('The face could not be looked for').waitFor()
    expect(await findingsOn(page)).toEqual([])
    await byId('timeline-back').click()
    await rows().first().waitFor()
  })
})
