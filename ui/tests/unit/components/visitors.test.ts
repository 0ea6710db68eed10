// Naming in the Visitors view by keyboard and by click, in a document without a browser.
import { render, screen, within, fireEvent } from '@testing-library/svelte'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import App from '../../../src/App.svelte'
import { FakeBackend } from '../../../src/lib/backend/fake/index'

let backend: FakeBackend

async function cards(): Promise<HTMLElement[]> {
  return await screen.findAllByTestId('visitor-card')
}

async function typeName(name: string): Promise<void> {
  const field = screen.getByTestId('visitor-name-input')
  await fireEvent.input(field, { target: { value: name } })
  await fireEvent.keyDown(field, { key: 'Enter' })
}

beforeEach(() => {
  location.hash = '#/visitors'
  backend = new FakeBackend('quiet')
  render(App, { backend })
})

describe('a visitor', () => {
  test('is named by a click, a name and Enter, and the next one is ready to be named', async () => {
    const [first, second] = await cards()
    await fireEvent.click(first as HTMLElement)
    await typeName('Priya')
    await vi.waitFor(() => expect(backend.house.people.map((person) => person.name)).toContain('Priya'))
    await vi.waitFor(() => expect(second?.contains(document.activeElement)).toBe(true))
    expect(document.activeElement?.tagName).toBe('INPUT')
  })

  test('is named where it was clicked, not at the top of the list', async () => {
    const third = (await cards())[2] as HTMLElement
    const number = third.dataset['number']
    await fireEvent.click(third)
    await typeName('Priya')
    await vi.waitFor(() =>
      expect(backend.house.visitors.some((visitor) => String(visitor.number) === number)).toBe(false),
    )
  })

  test('what is typed is taken as it is, though a longer name begins with it', async () => {
    const [first] = await cards()
    await fireEvent.click(first as HTMLElement)
    const field = screen.getByTestId('visitor-name-input')
    await fireEvent.input(field, { target: { value: 'An' } })
    expect(await within(first as HTMLElement).findByRole('option', { name: 'Anna' })).toBeTruthy()
    await fireEvent.keyDown(field, { key: 'Enter' })
    await vi.waitFor(() => expect(backend.house.people.map((person) => person.name)).toContain('An'))
  })

  test('takes an existing name picked with the arrows', async () => {
    const [first] = await cards()
    const before = backend.house.people.length
    await fireEvent.click(first as HTMLElement)
    const field = screen.getByTestId('visitor-name-input')
    await fireEvent.input(field, { target: { value: 'ann' } })
    await fireEvent.keyDown(field, { key: 'ArrowDown' })
    await fireEvent.keyDown(field, { key: 'Enter' })
    await vi.waitFor(() => expect(backend.house.visitors).toHaveLength(4))
    expect(backend.house.people).toHaveLength(before)
  })

  test('Escape leaves naming without doing anything', async () => {
    const [first] = await cards()
    await fireEvent.click(first as HTMLElement)
    await fireEvent.keyDown(screen.getByTestId('visitor-name-input'), { key: 'Escape' })
    expect(document.activeElement).toBe(first)
    expect(backend.house.visitors).toHaveLength(5)
  })

  test('the arrows move, I ignores, B blacklists, Z takes back', async () => {
    const [first, second] = await cards()
    first?.focus()
    await fireEvent.keyDown(first as HTMLElement, { key: 'ArrowDown' })
    await vi.waitFor(() => expect(document.activeElement).toBe(second))
    await fireEvent.keyDown(second as HTMLElement, { key: 'i' })
    await vi.waitFor(() =>
      expect(
        backend.house.people.some((person) => person.kind === 'ignored' && person.name.startsWith('Visitor')),
      ).toBe(true),
    )
    await vi.waitFor(() => expect((document.activeElement as HTMLElement).dataset['testid']).toBe('visitor-card'))
    await fireEvent.keyDown(document.activeElement as HTMLElement, { key: 'b' })
    await vi.waitFor(() => expect(backend.house.visitors).toHaveLength(3))
    await vi.waitFor(() => expect((document.activeElement as HTMLElement).dataset['testid']).toBe('visitor-card'))
    await fireEvent.keyDown(document.activeElement as HTMLElement, { key: 'z' })
    await vi.waitFor(() => expect(backend.house.visitors).toHaveLength(4))
  })

  test('letters typed into a name do not act', async () => {
    const [first] = await cards()
    await fireEvent.click(first as HTMLElement)
    await fireEvent.keyDown(screen.getByTestId('visitor-name-input'), { key: 'b' })
    expect(backend.house.visitors).toHaveLength(5)
  })

  test('a suggestion is accepted with Yes', async () => {
    const yes = (await screen.findAllByTestId('suggestion-yes'))[0] as HTMLElement
    await fireEvent.click(yes)
    await vi.waitFor(() => expect(backend.house.visitors).toHaveLength(4))
    // On to the next one, who may be asked about as well: Y and N work there, nothing is being typed.
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('data-testid')).toBe('visitor-card'))
  })

  test('there is one Undo at a time, the nearest', async () => {
    expect(screen.getAllByTestId('undo')).toHaveLength(1)
    const [first] = await cards()
    first?.focus()
    await fireEvent.keyDown(first as HTMLElement, { key: 'i' })
    await vi.waitFor(() => expect(screen.getByTestId('undo').textContent).toContain('Undo'))
    await fireEvent.click(screen.getByTestId('undo'))
    await vi.waitFor(() => expect(backend.house.visitors).toHaveLength(5))
  })
})
