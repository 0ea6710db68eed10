// What the menu holds: lines of the palette, each once, whatever state the home is in.
import { afterEach, describe, expect, test } from 'vitest'
import { entriesOf } from '../../../src/lib/palette/entries'
import { menuOf } from '../../../src/lib/palette/menu'
import type { House } from '../../../src/lib/house.svelte'
import { moveIn } from './home'

let end: () => void = () => undefined
afterEach(() => end())

const idsOf = (house: House): string[] => menuOf(house).flatMap(({ lines }) => lines.map(({ id }) => id))

describe('the menu', () => {
  test('keeps the place of what cannot be done now, where the palette does not find it', async () => {
    const home = await moveIn()
    end = home.end
    expect(idsOf(home.house).slice(0, 3)).toEqual(['undo', 'redo', 'journal'])
    expect(entriesOf(home.house).map(({ id }) => id)).not.toContain('undo')
    const undo = menuOf(home.house)[0]?.lines[0]
    expect(undo && 'isIdle' in undo && undo.isIdle).toBe(true)
  })

  test('has every line once, and each of them is a command of the palette or a menu of some', async () => {
    const home = await moveIn()
    end = home.end
    const found = new Set(entriesOf(home.house).map(({ id }) => id))
    const ids = menuOf(home.house).flatMap(({ lines }) =>
      lines.flatMap((line) => ('entries' in line ? line.entries.map(({ id }) => id) : [line.id])),
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !found.has(id))).toEqual(['undo', 'redo', 'palette'])
    for (const place of ['view-settings', 'theme-contrast', 'language-id']) expect(ids).toContain(place)
  })

  test('marks what is in force: one theme, one language', async () => {
    const home = await moveIn()
    end = home.end
    for (const id of ['theme', 'language', 'go']) {
      const branch = menuOf(home.house)
        .flatMap(({ lines }) => lines)
        .find((line) => line.id === id)
      const on = branch && 'entries' in branch ? branch.entries.filter(({ isOn }) => isOn) : []
      expect(on, id).toHaveLength(1)
    }
  })

  test('says to go on where the cameras are paused', async () => {
    const home = await moveIn()
    end = home.end
    expect(idsOf(home.house)).toContain('pause')
    await home.house.system.pause(true)
    expect(idsOf(home.house)).toContain('go-on')
    expect(idsOf(home.house)).not.toContain('pause')
  })
})
