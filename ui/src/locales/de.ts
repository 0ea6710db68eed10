// Every word of the window in German, from the files of `de/`. How it speaks to the owner is in docs/style.md.
import { alerts } from './de/alerts'
import { cameras } from './de/cameras'
import { health } from './de/health'
import { house } from './de/house'
import { imports } from './de/import'
import { keeping } from './de/keeping'
import { live } from './de/live'
import { packs } from './de/packs'
import { people } from './de/people'
import { teach } from './de/teach'
import { timeline } from './de/timeline'
import { visitors } from './de/visitors'
import { weekly } from './de/weekly'
import { who } from './de/who'
import { window } from './de/window'

export const de = {
  ...alerts,
  ...cameras,
  ...health,
  ...house,
  ...imports,
  ...keeping,
  ...live,
  ...packs,
  ...people,
  ...teach,
  ...timeline,
  ...visitors,
  ...weekly,
  ...who,
  ...window,
}
