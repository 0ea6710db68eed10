// Every word of the window in English, from the files of `en/`. Plain and short, to a person: sentence case, a full stop
// only where there are two sentences. A message is a text, or one text a plural form; `{name}` is filled in.
import { alerts } from './en/alerts'
import { cameras } from './en/cameras'
import { health } from './en/health'
import { house } from './en/house'
import { imports } from './en/import'
import { keeping } from './en/keeping'
import { live } from './en/live'
import { packs } from './en/packs'
import { people } from './en/people'
import { teach } from './en/teach'
import { timeline } from './en/timeline'
import { visitors } from './en/visitors'
import { weekly } from './en/weekly'
import { who } from './en/who'
import { window } from './en/window'

export const en = {
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
