//! Room for new pictures.
//!
//! Owns when it is measured how much the pictures take, and when some of them have to go. Must not decide which: the store
//! does. Invariant: one call measures or takes away one piece, never both for long.

use crate::home::locked;
use porchlight_domain::{Settings, Timestamp};
use porchlight_store::{Shrunk, Store, StoreError};
use std::sync::Mutex;

/// Between two measurements: a busy street fills a megabyte meanwhile.
const MEASURE_EVERY_MS: i64 = 10 * 60_000;
const GIGABYTE: u64 = 1_000_000_000;

/// What is known of the room that pictures take.
#[derive(Default)]
pub(crate) struct Room {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    measured_at: Option<Timestamp>,
    /// Bytes that have to go.
    excess: u64,
}

impl Room {
    /// One piece, if any is due. Gives what went.
    pub(crate) fn make(&self, store: &Store, most_bytes: u64, now: Timestamp) -> Result<Option<Shrunk>, StoreError> {
        let mut state = locked(&self.state);
        if state.excess == 0 {
            if state.measured_at.is_some_and(|at| now.millis_since(at).abs() < MEASURE_EVERY_MS) {
                return Ok(None);
            }
            state.measured_at = Some(now);
            state.excess = excess(store, most_bytes)?;
        }
        if state.excess == 0 {
            return Ok(None);
        }
        let shrunk = store.shrink_pictures(state.excess)?;
        // What may not go stays, however much it is.
        state.excess = shrunk.map_or(0, |shrunk| state.excess.saturating_sub(shrunk.bytes));
        Ok(shrunk)
    }

    /// All of it at once. Gives what went.
    pub(crate) fn make_all(&self, store: &Store, most_bytes: u64) -> Result<Shrunk, StoreError> {
        let mut state = locked(&self.state);
        let mut all = Shrunk::default();
        let mut left = excess(store, most_bytes)?;
        while left > 0 {
            let Some(shrunk) = store.shrink_pictures(left)? else { break };
            left = left.saturating_sub(shrunk.bytes);
            all.bytes += shrunk.bytes;
            all.visitors += shrunk.visitors;
            all.pictures += shrunk.pictures;
        }
        state.excess = 0;
        Ok(all)
    }
}

/// As much as the owner allows.
pub(crate) fn most_bytes(settings: &Settings) -> u64 {
    u64::from(settings.most_pictures_gb) * GIGABYTE
}

fn excess(store: &Store, most_bytes: u64) -> Result<u64, StoreError> {
    Ok(store.picture_bytes()?.saturating_sub(most_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_domain::{Embedding, ModelId, Quality, Subject};
    use porchlight_store::{Encoded, FaceOrigin, NewFace};

    fn stranger(store: &Store, at: i64) {
        let visitor = store.add_visitor(Timestamp(at)).expect("is added");
        let quality =
            Quality { face_side_px: 80.0, sharpness: 0.5, frontality: 0.5, exposure: 1.0, is_grey: false, trust: 0.5 };
        let face = NewFace {
            subject: Subject::Visitor(visitor),
            sighting: None,
            origin: FaceOrigin::Seen,
            is_template: true,
            embedding: Embedding::new(ModelId::new("m"), vec![1.0, 0.5]).expect("a direction"),
            quality,
            crop: Encoded(vec![1; 100]),
            picture: Encoded(vec![2; 100]),
            source_sha256: None,
            at: Timestamp(at),
        };
        store.add_face(&face).expect("is kept");
    }

    #[test]
    fn what_is_too_much_goes_piece_by_piece_and_is_measured_now_and_then() {
        let store = Store::in_memory().expect("a store");
        (0..100).for_each(|at| stranger(&store, at));
        let (room, most) = (Room::default(), 2_000);
        let mut pieces = 0;
        while room.make(&store, most, Timestamp(1)).expect("is made").is_some() {
            pieces += 1;
        }
        assert!(pieces > 1, "one call is short: {pieces}");
        assert_eq!(store.picture_bytes().expect("readable"), most, "and no more than needed");
        stranger(&store, 500);
        let soon = Timestamp(1 + MEASURE_EVERY_MS - 1);
        assert_eq!(room.make(&store, most, soon).expect("rests"), None);
        let later = Timestamp(1 + MEASURE_EVERY_MS);
        assert_eq!(room.make(&store, most, later).expect("is made").map(|shrunk| shrunk.visitors), Some(1));
        let left = store.visitors(20, None).expect("readable");
        assert!(left.iter().any(|visitor| visitor.first_seen == Timestamp(500)), "the newest stays: {left:?}");
    }

    #[test]
    fn all_of_it_goes_at_once_where_the_owner_wants_that() {
        let store = Store::in_memory().expect("a store");
        (0..100).for_each(|at| stranger(&store, at));
        let went = Room::default().make_all(&store, 0).expect("is made");
        assert_eq!((went.visitors, went.bytes, store.picture_bytes().expect("readable")), (100, 20_000, 0));
    }
}
