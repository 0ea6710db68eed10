// Words about people: their order, their year, notes, the proof of an erasure.
export const people = {
  'people.order': 'Order',
  'people.by_name': 'By name',
  'people.by_last_seen': 'Last seen first',
  'people.by_most_seen': 'Most seen first',
  'people.by_fewest_faces': 'Fewest faces first',
  'people.note_kept': 'Note about {name} kept',

  'person.year': 'When they were here',
  'person.year_label': 'Days on which {name} was here; each leads to the timeline',
  'person.year_seen': { one: '{date}: seen once', other: '{date}: seen {count} times' },
  'person.year_not_seen': '{date}: not seen',
  'person.year_days': { one: 'Seen on {count} day', other: 'Seen on {count} days' },
  'person.year_less': 'Less',
  'person.year_more': 'More',
  'person.year_failed': 'The days could not be read',
  'person.cameras': 'Cameras',
  'person.note': 'Note',
  'person.note_label': 'Note about {name}',
  'person.note_placeholder': 'Only for you: who they are, when they come, what to know',

  'erased.title': 'Erased: {name}',
  'erased.faces': 'Faces',
  'erased.pictures': 'Pictures',
  'erased.embeddings': 'Descriptions of a face in numbers',
  'erased.sightings': 'Sightings',
  'erased.alerts': 'Alerts',
  'erased.acts': 'Entries of what was done',
  'erased.gone': {
    one: '{count} file was searched afterwards. Nothing of it was found.',
    other: '{count} files were searched afterwards. Nothing of it was found.',
  },
  'erased.left':
    'Something is still in the files, because another program has them open. It goes at the next start of Porchlight.',
} as const
