// All that is kept, as a whole, in Chromium on the fake household: storage, backups, restoring, erasing everybody, what is exported,
// the strip above the timeline, and the pause of all cameras. Axe in both themes; a picture of each is kept.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findingsOn, looksRight, misfitsOn, picture, setLanguage, sizes, useStage } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)

const chooseFile = (file: string) =>
  page.evaluate((file) => {
    const fake = window.porchlightFake
    if (fake) fake.chosen.file = file
  }, file)

test('storage says what is kept in bytes, and tidying up says what went', async () => {
  page = await house.open({ scenario: 'lively', hash: 'settings' })
  await byId('storage-now').waitFor()
  expect(await byId('storage-part').count()).toBe(5)
  await byId('storage-now').scrollIntoViewIfNeeded()
  await looksRight(page, 'storage', 'settings-quota')
  const before = Number(await byId('storage-now').getAttribute('data-bytes'))
  await byId('storage-tidy').click()
  await page.waitForFunction(() => document.body.textContent?.includes('freed'))
  expect(Number(await byId('storage-now').getAttribute('data-bytes'))).toBeLessThan(before)
  await byId('settings-quota').locator('[role="slider"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.waitForFunction(() => window.porchlightFake?.house.settings.most_pictures_gb === 11)
})

test('a backup is made with a bar that can be stopped, and says what is in it', async () => {
  page = await house.open({ scenario: 'lively', hash: 'settings' })
  await page.keyboard.press('Control+k')
  await byId('palette-input').fill('make a backup')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'backup-make')
  await page.keyboard.press('Enter')
  await byId('keeping-work').waitFor()
  await byId('keeping-stop').click()
  await byId('keeping-work').waitFor({ state: 'detached' })
  expect(await byId('keeping-trouble').count(), 'whoever stops it knows').toBe(0)
  await byId('backup-passwords').click()
  await byId('backup-make').click()
  await byId('keeping-work').scrollIntoViewIfNeeded()
  await picture(page, 'backup-at-work')
  await byId('backup-made').waitFor()
  expect(await byId('backup-made').textContent()).toMatch(/is complete and was read again.*passwords are not in it/s)
  await looksRight(page, 'backup-made', 'backup-restore')
})

test('a backup is looked at before it replaces anything, and what was there can be got back', async () => {
  page = await house.open({ scenario: 'lively', hash: 'settings' })
  await chooseFile('/home/you/home.zip')
  await byId('backup-restore').click()
  await byId('restore-found').waitFor()
  expect(await byId('restore-found').textContent()).toMatch(/home.zip.*Made.*Holds/s)
  await looksRight(page, 'restore-ask')
  await byId('restore-confirm').click()
  await byId('restore-found').waitFor({ state: 'detached' })
  await byId('backup-replaced').waitFor()
  await byId('backup-replaced').scrollIntoViewIfNeeded()
  await picture(page, 'restore-done')
  await byId('backup-back').click()
  await byId('backup-drop').click()
  await byId('backup-drop-confirm').click()
  await byId('backup-replaced').waitFor({ state: 'detached' })
})

test('what is no backup, damaged or newer is refused in words, and nothing is asked', async () => {
  page = await house.open({ hash: 'settings' })
  for (const [file, words] of [
    ['letter', 'no backup of Porchlight'],
    ['damaged', 'damaged'],
    ['newer', 'newer Porchlight'],
  ] as const) {
    await chooseFile(`/home/you/${file}.zip`)
    await byId('backup-restore').click()
    await page.waitForFunction(
      (words) => document.querySelector('[data-testid="keeping-trouble"]')?.textContent?.includes(words),
      words,
    )
    expect(await byId('restore-found').count()).toBe(0)
  }
})

test('everything goes only behind a typed word, and ends with the proof', async () => {
  page = await house.open({ scenario: 'lively', hash: 'settings' })
  await byId('erase-all').click()
  await byId('erase-typed').waitFor()
  expect(await byId('erase-confirm').isDisabled()).toBe(true)
  await byId('erase-typed').fill('eras')
  await page.keyboard.press('Enter')
  expect(await byId('erase-confirm').isDisabled()).toBe(true)
  await looksRight(page, 'erase-all')
  await byId('erase-typed').fill('erase')
  await byId('erase-confirm').click()
  await byId('erased-proof').waitFor()
  expect(await byId('erased-proof').getAttribute('data-gone')).toBe('true')
  expect(await byId('erased').textContent()).toMatch(/People.*Visitors/s)
  await looksRight(page, 'erased-everything')
})

test('starting with the system is a switch that is off at first', async () => {
  page = await house.open({ hash: 'settings' })
  expect(await byId('settings-autostart').getAttribute('aria-checked')).toBe('false')
  await byId('settings-autostart').click()
  await page.waitForSelector('[data-testid="settings-autostart"][aria-checked="true"]')
  await page.keyboard.press('Control+k')
  await byId('palette-input').fill('no longer start')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-testid="settings-autostart"][aria-checked="false"]')
})

test('closing to the tray is a switch that is on at first, and said to be impossible where there is no tray', async () => {
  page = await house.open({ hash: 'settings' })
  expect(await byId('settings-close-to-tray').getAttribute('aria-checked')).toBe('true')
  await byId('settings-close-to-tray').click()
  await page.waitForFunction(() => window.porchlightFake?.house.settings.close_to_tray === false)
  await page.evaluate(() => {
    if (window.porchlightFake) window.porchlightFake.house.hasTray = false
  })
  await byId('nav-live').click()
  await byId('nav-settings').click()
  await page.getByText('This desktop shows no tray').waitFor()
  expect(await byId('settings-close-to-tray').isDisabled()).toBe(true)
})

test('the palette pauses all cameras, which is said everywhere until they go on', async () => {
  page = await house.open({ hash: 'live' })
  await page.waitForSelector('canvas.has-picture')
  await page.keyboard.press('Control+k')
  await byId('palette-input').fill('pause all')
  await page.keyboard.press('Enter')
  await byId('cameras-paused').waitFor()
  await looksRight(page, 'cameras-paused')
  await byId('cameras-go-on').click()
  await byId('cameras-paused').waitFor({ state: 'detached' })
})

test('what is listed is written with the filters in force', async () => {
  page = await house.open({ hash: 'timeline?verdict=known' })
  await byId('timeline-row').first().waitFor()
  await byId('timeline-export').click()
  await byId('timeline-export-zip').waitFor()
  expect(await findingsOn(page)).toEqual([])
  await picture(page, 'timeline-export')
  await byId('timeline-export-zip').click()
  await page.waitForFunction(() => window.porchlightFake?.house.writtenFiles[0]?.endsWith('.zip'))
  await page.getByText(/^Written:/).waitFor()
  const known = await page.evaluate(
    () => window.porchlightFake?.house.sightings.filter((one) => one.verdict === 'known').length,
  )
  expect(await page.getByText(/^Written:/).textContent()).toContain(String(known))
})

test('everything about a person is written from their page', async () => {
  page = await house.open({ hash: 'people' })
  await byId('person-card').first().click()
  await byId('privacy-export').waitFor()
  await byId('privacy-export').click()
  await page.waitForFunction(() => (window.porchlightFake?.house.writtenFiles.length ?? 0) > 0)
})

test('the strip leads to a day and back, by keys and by click', async () => {
  page = await house.open({ scenario: 'lively', hash: 'timeline' })
  await byId('timeline-row').first().waitFor()
  const strip = byId('timeline-scrub')
  await page.waitForFunction(
    () => Number(document.querySelector('[data-testid="timeline-scrub"]')?.getAttribute('data-spans')) > 1,
  )
  await looksRight(page, 'timeline-scrub')
  await strip.focus()
  const newest = await strip.getAttribute('aria-valuetext')
  expect(newest).toMatch(/^Today: \d+ sighting/)
  await page.keyboard.press('ArrowLeft')
  await page.waitForFunction(() => location.hash.includes('until='))
  expect(await strip.getAttribute('aria-valuetext')).toMatch(/^Yesterday/)
  await page.waitForFunction(() =>
    document.querySelector('[data-testid="timeline-heading"]')?.textContent?.includes('Yesterday'),
  )
  await page.keyboard.press('End')
  await page.waitForFunction(() => !location.hash.includes('until='))
  const box = await strip.boundingBox()
  if (!box) throw new Error('the strip is on the screen')
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.75, box.y + 20)
  await page.mouse.up()
  await page.waitForFunction(() => location.hash.includes('until='))
  await byId('timeline-newest').click()
  await page.waitForFunction(() => !location.hash.includes('until='))
})

test('of one day the strip shows the hours, and likeness narrows the list', async () => {
  page = await house.open({ scenario: 'lively', hash: 'timeline' })
  await byId('timeline-row').first().waitFor()
  const today = await byId('timeline-heading').first().getAttribute('data-day')
  await byId('timeline-day').selectOption(today ?? '')
  await page.waitForSelector('[data-testid="timeline-scrub"][data-spans="48"]')
  await picture(page, 'timeline-scrub-day')
  await byId('timeline-day').selectOption('')
  const all = await byId('timeline-row').count()
  await byId('timeline-likeness').selectOption('from-60')
  await page.waitForFunction((all) => document.querySelectorAll('[data-testid="timeline-row"]').length < all, all)
  await byId('timeline-clear').click()
})

test('a rule that was removed is taken back from the journal', async () => {
  page = await house.open({ hash: 'alerts?part=rules' })
  await page.evaluate(() =>
    window.porchlightFake?.call('add_alert_rule', {
      says: { who: { about: 'strangers' }, at: { place: 'anywhere' }, hours: null, apart_minutes: 5 },
      is_on: true,
    }),
  )
  await page.keyboard.press('Control+k')
  await byId('palette-input').fill('what was done')
  await page.keyboard.press('Enter')
  await byId('act').first().waitFor()
  expect(await byId('act').first().textContent()).toContain('A rule about strangers was added')
  await byId('act-undo').first().click()
  await page.waitForSelector('[data-testid="act"][data-undone="true"]')
  expect(await page.evaluate(() => window.porchlightFake?.house.ruled.rules.length)).toBe(1)
})

test.each(['de', 'es', 'id'] as const)('the settings fit in %s', async (language) => {
  page = await house.open({ scenario: 'lively', hash: 'settings', size: sizes.small })
  await setLanguage(page, language)
  await byId('storage-now').waitFor()
  await byId('backup-make').scrollIntoViewIfNeeded()
  expect(await misfitsOn(page)).toEqual([])
  await picture(page, `settings-kept-${language}`)
})

test('one person is chosen in the settings, and written or erased; everybody is written, or it is stopped', async () => {
  page = await house.open({ hash: 'settings' })
  const exported = () => page.evaluate(() => window.porchlightFake?.house.writtenFiles.length ?? 0)
  await byId('privacy-one-export').click()
  await byId('who-search').fill('anna')
  await looksRight(page, 'privacy-whom')
  await page.keyboard.press('Enter')
  await expect.poll(exported).toBe(1)
  await byId('export-everybody').click()
  await byId('export-stop').click()
  await byId('export-everybody').waitFor()
  expect(await exported(), 'what was stopped is not there').toBe(1)
  await byId('export-everybody').click()
  await expect.poll(exported).toBe(2)
  await byId('privacy-one-erase').click()
  await byId('who-search').fill('anna')
  await page.keyboard.press('Enter')
  await byId('person-erase').waitFor()
  expect(await findingsOn(page)).toEqual([])
  await byId('person-erase').click()
  await byId('erased-proof').waitFor()
  const isThere = () => page.evaluate(() => window.porchlightFake?.house.people.some((one) => one.name === 'Anna'))
  expect(await isThere()).toBe(false)
})

test('what was here before a restore goes only when that was asked', async () => {
  page = await house.open({ hash: 'settings' })
  await chooseFile('/home/you/home.zip')
  await byId('backup-restore').click()
  await byId('restore-confirm').click()
  await byId('backup-drop').click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await byId('backup-drop-confirm').waitFor({ state: 'detached' })
  await byId('backup-replaced').waitFor()
})

test('the sound is of every alert or of the blacklist alone, and goes back to the usual', async () => {
  page = await house.open({ hash: 'settings' })
  const kept = () => page.evaluate(() => window.porchlightFake?.house.settings.is_every_alert_heard)
  await byId('settings-heard').locator('[data-value="blacklist"]').check()
  await expect.poll(kept).toBe(false)
  await page.getByRole('button', { name: /What rings$/ }).click()
  await expect.poll(kept).toBe(true)
  await byId('settings-sound').click()
  await expect.poll(() => byId('settings-heard').locator('input').first().isDisabled()).toBe(true)
})

test('passwords in a backup go back to the usual in one step', async () => {
  page = await house.open({ hash: 'settings' })
  await byId('backup-passwords').click()
  expect(await byId('backup-passwords').getAttribute('aria-checked')).toBe('false')
  await page.getByRole('button', { name: /Camera passwords in the backup/ }).click()
  expect(await byId('backup-passwords').getAttribute('aria-checked')).toBe('true')
})
