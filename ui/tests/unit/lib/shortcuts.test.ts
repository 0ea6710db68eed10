// Shortcuts and the palette: which press means what, when none means anything, and what is found by what is typed.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { capsOf, isMac, isStroke, keysWords } from '../../../src/lib/shortcuts/keys'
import { listener } from '../../../src/lib/shortcuts/listen'
import type { Acts } from '../../../src/lib/shortcuts/listen'
import { shortcuts } from '../../../src/lib/shortcuts/table'
import { language } from '../../../src/lib/i18n'
import { folded, found, shownAtMost } from '../../../src/lib/palette/find'
import type { Entry } from '../../../src/lib/palette/find'

const press = (key: string, more: KeyboardEventInit = {}): KeyboardEvent =>
  new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })

describe('a press', () => {
  test.each([
    ['k', { ctrlKey: true }, 'mod+k', true],
    ['k', { metaKey: true }, 'mod+k', true],
    ['k', {}, 'mod+k', false],
    ['Z', { ctrlKey: true, shiftKey: true }, 'mod+shift+z', true],
    ['Z', { ctrlKey: true, shiftKey: true }, 'mod+z', false],
    ['z', { ctrlKey: true }, 'mod+z', true],
    ['?', { shiftKey: true }, '?', true],
    ['?', {}, '?', true],
    ['g', {}, 'g', true],
    ['G', { shiftKey: true }, 'g', false],
    ['k', { ctrlKey: true, altKey: true }, 'mod+k', false],
  ] as const)('of %s with %j is %s: %s', (key, more, stroke, is) => {
    expect(isStroke(press(key, more), stroke)).toBe(is)
  })

  test('is written as on the keyboard it comes from', () => {
    expect(capsOf('mod+shift+z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(capsOf('mod+shift+z', true)).toEqual(['⌘', '⇧', 'Z'])
    expect(capsOf('g l')).toEqual(['G', 'then', 'L'])
    expect([isMac('MacIntel'), isMac('Linux x86_64'), isMac('Win32')]).toEqual([true, false, false])
    language.code = 'de'
    expect(keysWords('mod+k')).toBe('Strg+K')
    language.code = 'en'
  })
})

describe('the table', () => {
  test('has no keys twice in one place, nor one that begins two', () => {
    for (const place of new Set(shortcuts.map((one) => one.place))) {
      const keys = shortcuts
        .filter((one) => [place, 'everywhere', 'go'].includes(one.place))
        .flatMap((one) => [...one.keys] as string[])
      expect(new Set(keys).size, place).toBe(keys.length)
      const first = keys.filter((one) => one.includes(' ')).map((one) => one.split(' ')[0])
      expect(keys.filter((one) => first.includes(one))).toEqual([])
    }
  })
})

describe('the shortcuts of the window', () => {
  const ids = shortcuts
    .filter(({ place, id }) => (place === 'everywhere' || place === 'go') && id !== 'close')
    .map(({ id }) => id)
  let done: string[] = []
  let now = 0
  let hear: (event: KeyboardEvent) => void = () => undefined

  beforeEach(() => {
    document.body.innerHTML = ''
    done = []
    now = 0
    const acts = Object.fromEntries(ids.map((id) => [id, () => void done.push(id)])) as unknown as Acts
    hear = listener(acts, () => now)
  })

  function strike(keys: string, target: HTMLElement = document.body): KeyboardEvent[] {
    return keys.split(' ').map((stroke) => {
      const parts = stroke.split('+')
      const key = parts.at(-1) ?? ''
      const event = press(/^f\d+$/.test(key) ? key.toUpperCase() : key, {
        ctrlKey: parts.includes('mod'),
        shiftKey: parts.includes('shift'),
      })
      Object.defineProperty(event, 'target', { value: target })
      hear(event)
      now += 200
      return event
    })
  }

  test('all do what the table says', () => {
    for (const { id, keys } of shortcuts.filter((one) => ids.includes(one.id))) {
      for (const one of keys) {
        done = []
        const last = strike(one).at(-1)
        expect(done, one).toEqual([id])
        expect(last?.defaultPrevented, one).toBe(true)
      }
    }
  })

  test('a second key belongs to the first, and is nobody else’s', () => {
    const [, second] = strike('g v')
    expect(second?.defaultPrevented).toBe(true)
    expect(done).toEqual(['go.visitors'])
  })

  test('a first key is forgotten after a while, and by a wrong second one', () => {
    strike('g')
    now += 5_000
    strike('v')
    strike('g x v')
    expect(done).toEqual([])
    strike('g v')
    expect(done).toEqual(['go.visitors'])
  })

  test('none fires while somebody writes', () => {
    const field = document.createElement('input')
    const area = document.createElement('textarea')
    const list = document.createElement('select')
    strike('? g v', field)
    strike('? g v', area)
    strike('g v', list)
    field.value = 'Ann'
    strike('mod+k mod+z mod+shift+z', field)
    expect(done).toEqual([])
  })

  test('an empty field takes the letters and leaves the rest', () => {
    strike('mod+k mod+z', document.createElement('input'))
    expect(done).toEqual(['palette', 'undo'])
  })

  test('none fires while a letter is composed, or after somebody else took the press', () => {
    const composing = press('?', { isComposing: true })
    const taken = press('?')
    taken.preventDefault()
    hear(composing)
    hear(taken)
    expect(done).toEqual([])
  })

  test('a dialog keeps the keys to itself, except undo and redo', () => {
    document.body.innerHTML = '<div role="dialog"></div>'
    strike('? g v mod+k mod+z mod+y')
    expect(done).toEqual(['undo', 'redo'])
  })

  test('a menu takes every key: letters look for a line in it', () => {
    document.body.innerHTML = '<div role="menu"></div>'
    strike('? g v mod+k mod+z f10')
    expect(done).toEqual([])
  })

  test('the menu opens while somebody writes: F10 writes nothing', () => {
    const field = document.createElement('input')
    field.value = 'Ann'
    strike('f10 f1', field)
    expect(done).toEqual(['menu'])
  })
})

describe('the palette', () => {
  const entry = (words: string, also?: string[]): Entry => ({
    id: words,
    kind: 'act',
    words,
    run: vi.fn(),
    ...(also && { also }),
  })
  const list = ['Live', 'Cámaras', 'Anna', 'Grandma Ilse', 'Añadir cámara', 'Hannah'].map((words) => entry(words))
  const names = (typed: string): string[] => found(list, typed).map(({ words }) => words)

  test('shows everything in order while nothing is typed', () => {
    expect(names('  ')).toEqual(list.map(({ words }) => words))
  })

  test.each([
    ['camaras', 'Cámaras'],
    ['ilse', 'Grandma Ilse'],
    ['anna', 'Anna'],
    ['anad cam', 'Añadir cámara'],
    ['LIV', 'Live'],
  ])('%s finds %s first', (typed, words) => {
    expect(names(typed)[0]).toBe(words)
  })

  test('finds nothing where nothing is alike', () => {
    expect(names('qqq')).toEqual([])
  })

  test('finds by other words, after those that are on the screen', () => {
    const both = [entry('Sprache: Deutsch', ['Language']), entry('Language lesson')]
    expect(found(both, 'language').map(({ words }) => words)).toEqual(['Language lesson', 'Sprache: Deutsch'])
  })

  test('never lists more than anybody reads', () => {
    const crowd = Array.from({ length: 5_000 }, (_, i) => entry(`Person ${i}`))
    expect(found(crowd, 'person')).toHaveLength(shownAtMost)
  })

  test('folds accents and case', () => {
    expect(folded('CÁMARA Ñandú Über')).toBe('camara nandu uber')
  })
})
