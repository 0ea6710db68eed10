// Names that are longer than any layout was drawn for: of thirty people and of every camera, in German, in a small window and in
// a usual one. Each is seen or cut with dots, and what stands beside it keeps its place. A picture of each is kept.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { goTo, misfitsOn, picture, setLanguage, sizes, useStage, views } from './harness'

const house = useStage()
let page: Page

/** Everybody and every camera has a name of more than sixty letters; of every three people one has it in one word. */
async function nameAtLength(): Promise<void> {
  await page.evaluate(() => {
    const fake = window.porchlightFake
    if (!fake) return
    const { cameras, people, sightings, visitors } = fake.house
    const long = [
      'Maximiliane Charlotte Freifrau von Schönborn-Wiesentheid zu Hohenlohe',
      'Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlung',
      'Doktor Alejandra Guadalupe Fernández de la Cruz y Rodríguez-Montalbán',
    ]
    people.forEach((person, i) => (person.name = `${long[i % long.length]} ${i + 1}`))
    cameras.forEach(
      (camera, i) => (camera.name = `Über der Einfahrt zur Tiefgarage neben dem Fahrradkeller Nord ${i + 1}`),
    )
    const cameraOf = (id: number | null): string => cameras.find((camera) => camera.id === id)?.name ?? ''
    for (const sighting of sightings) {
      sighting.name = people.find((person) => person.id === sighting.person_id)?.name ?? null
      sighting.camera_name = cameraOf(sighting.camera_id)
    }
    for (const person of people) if (person.last_camera) person.last_camera = cameraOf(1)
    for (const visitor of visitors) {
      visitor.cameras = cameras.map((camera) => camera.name)
      if (visitor.suggestion) visitor.suggestion.name = people[0]?.name ?? null
    }
    for (const type of ['people_changed', 'visitors_changed', 'cameras_changed'] as const) fake.tell({ type })
  })
}

test.each(['small', 'usual'] as const)('thirty people with long names fit a %s window', async (size) => {
  page = await house.open({ scenario: 'crowd', hash: 'settings', size: sizes[size] })
  await nameAtLength()
  await setLanguage(page, 'de')
  for (const view of views) {
    await goTo(page, view)
    await picture(page, `names-${view}-${size}`)
    expect(await misfitsOn(page), view).toEqual([])
  }
  await page.evaluate(() => {
    const fake = window.porchlightFake
    const unwelcome = fake?.house.people.find((person) => person.kind === 'blacklisted')
    if (!unwelcome) return
    // One word is harder to place than many.
    unwelcome.name = 'Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlung'
    fake?.house.raiseAlert(unwelcome, 1)
  })
  await page.getByTestId('alert-acknowledge').waitFor()
  await picture(page, `names-alert-${size}`)
  expect(await misfitsOn(page), 'the alert').toEqual([])
  const told = await page.getByTestId('alert-popup').evaluate((popup) => {
    const whole = [...popup.querySelectorAll('h1 span, [data-testid="alert-reject"] span')]
    return whole.map((element) => {
      const text = element.textContent?.trim() ?? ''
      const name = document.createRange()
      const node = [...element.childNodes].find((one) => one.textContent?.includes('Donau'))
      const from = node?.textContent?.indexOf('Donau') ?? 0
      if (node) name.setStart(node, from)
      if (node) name.setEnd(node, node.textContent?.trimEnd().length ?? 0)
      return {
        lines: new Set([...name.getClientRects()].map(({ top }) => Math.round(top))).size,
        isInTitle: element.closest('[title]')?.getAttribute('title') === text,
      }
    })
  })
  expect(told, 'the word is in one line, and whole for who rests on it').toEqual([
    { lines: 1, isInTitle: true },
    { lines: 1, isInTitle: true },
  ])
})

test('what is known of a person stands under a name that fills the line', async () => {
  page = await house.open({ scenario: 'crowd', hash: 'settings', size: sizes.small })
  await nameAtLength()
  await goTo(page, 'person')
  const [name, facts] = await Promise.all(
    ['h1', '[data-testid="person-facts"]'].map((selector) => page.locator(selector).first().boundingBox()),
  )
  expect(facts?.y).toBeGreaterThanOrEqual((name?.y ?? 0) + (name?.height ?? 0))
  expect(facts?.x).toBeCloseTo(name?.x ?? 0, 0)
})
