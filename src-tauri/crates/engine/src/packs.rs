//! A pack of models that an owner brings: tried before it is kept.
//!
//! Owns what it is tried on, and how far its similarities must be drawn apart for the thresholds to mean what they mean for
//! the default models (docs/recognition.md, "One scale"). Must not know files. Invariant: nothing is kept that was not tried.

use crate::{EngineError, kept_crop};
use porchlight_camera::{DemoMember, demo_household};
use porchlight_domain::{Embedding, FaceVision, ModelId, SURE_SCORE, Thresholds, VisionError};
use porchlight_store::Store;
use porchlight_vision::packs::{Measured, PackError};

/// Pictures of a person that are measured on.
const FACES_A_PERSON: usize = 10;
/// People who are measured on.
const MOST_PEOPLE: usize = 60;
/// Fewer people say nothing about strangers.
const LEAST_PEOPLE: usize = 3;
/// Fewer pairs of different people say nothing about how far these spread.
const LEAST_PAIRS: usize = 30;
/// A pair of strangers in 4,000 is farther above their mean than so many times their spread: what the default threshold
/// lets through.
const ABOVE_STRANGERS: f32 = 3.5;
/// A model beyond these is not one whose faces lie in all directions.
const LEAST_SPREAD: f32 = 0.3;
const MOST_SPREAD: f32 = 30.0;
/// Longer side at which drawn people are searched.
const SEARCH: porchlight_domain::DetectionScale = porchlight_domain::DetectionScale { longer_side_px: 640 };

/// Tries a pack: on drawn people, whom it must tell apart, and on the owner's own pictures, by which its similarities are
/// brought to the scale of all others.
///
/// # Errors
/// The model failed, takes two drawn people for one, or cannot tell the owner's people apart; or the store failed.
pub fn try_pack(store: &Store, vision: &mut dyn FaceVision) -> Result<Measured, EngineError> {
    let none = || VisionError::Failed { detail: "the vision names no model".into() };
    let model = vision.models().first().cloned().ok_or_else(none)?;
    let drawn = drawn_people_told_apart(vision, &model)?;
    let people = own_people(store, vision, &model)?;
    Ok(measured(&people, &drawn)?)
}

fn refused(detail: impl Into<String>) -> PackError {
    PackError::Model { detail: detail.into() }
}

/// Two pictures of one drawn person must be more alike than any two of different ones are to either.
fn drawn_people_told_apart(vision: &mut dyn FaceVision, model: &ModelId) -> Result<Vec<[Embedding; 2]>, EngineError> {
    let mut people: Vec<[Embedding; 2]> = Vec::new();
    for DemoMember { portraits, .. } in demo_household() {
        let mut faces = Vec::new();
        for portrait in portraits.iter().take(2) {
            let found = vision.detect(portrait, SEARCH, SURE_SCORE)?;
            let Some(face) = found.first() else { continue };
            let (crop, _) = vision.align(portrait, face);
            faces.push(vision.embed(&crop, model)?);
        }
        people.extend(<[Embedding; 2]>::try_from(faces).ok());
    }
    if people.len() < 2 {
        return Err(refused("no faces are found on drawn people, so that it cannot be tried").into());
    }
    for (i, [one, again]) in people.iter().enumerate() {
        let own = alike(one, again);
        let others = people.iter().enumerate().filter(|(j, _)| *j != i).flat_map(|(_, other)| other);
        if others.map(|other| alike(one, other)).any(|other| other >= own) {
            return Err(refused("it takes two drawn people for one").into());
        }
    }
    Ok(people)
}

/// The kept faces of everybody who has a name, embedded by the model.
fn own_people(store: &Store, vision: &mut dyn FaceVision, model: &ModelId) -> Result<Vec<Vec<Embedding>>, EngineError> {
    let mut people = Vec::new();
    for person in store.people()?.into_iter().take(MOST_PEOPLE) {
        let mut faces = Vec::new();
        for face in person.faces.into_iter().take(FACES_A_PERSON) {
            let Some(bytes) = store.face_crop(face)? else { continue };
            let Some(crop) = kept_crop::read(&bytes) else { continue };
            faces.push(vision.embed(&crop, model)?);
        }
        people.push(faces);
    }
    Ok(people)
}

fn alike(one: &Embedding, other: &Embedding) -> f32 {
    one.similarity(other).map_or(-1.0, |similarity| similarity.0)
}

/// What is known of a pack from the owner's people, each with their faces; where these are too few, from drawn people.
fn measured(people: &[Vec<Embedding>], drawn: &[[Embedding; 2]]) -> Result<Measured, PackError> {
    let pairs = |one: &[Embedding], other: &[Embedding]| -> Vec<f32> {
        one.iter().flat_map(|a| other.iter().map(move |b| alike(a, b))).collect()
    };
    let (mut same, mut different) = (Vec::new(), Vec::new());
    for (i, person) in people.iter().enumerate() {
        for (j, face) in person.iter().enumerate() {
            same.extend(person[..j].iter().map(|other| alike(face, other)));
        }
        people[..i].iter().for_each(|other| different.extend(pairs(person, other)));
    }
    let pictures: usize = people.iter().map(Vec::len).sum();
    let with_faces = people.iter().filter(|faces| !faces.is_empty()).count();
    if with_faces < LEAST_PEOPLE || different.len() < LEAST_PAIRS || same.is_empty() {
        return with_spread_of_drawn(drawn);
    }
    let mean = |values: &[f32]| values.iter().sum::<f32>() / values.len() as f32;
    let (strange, own) = (mean(&different), mean(&same));
    let deviation = (different.iter().map(|v| (v - strange).powi(2)).sum::<f32>() / different.len() as f32).sqrt();
    let least = (strange + ABOVE_STRANGERS * deviation).max(different.iter().copied().fold(-1.0, f32::max));
    if own <= least {
        return Err(refused(format!(
            "on {pictures} of your own pictures it does not tell your people apart: two pictures of one person are {own:.2} \
             alike, and those of different people up to {least:.2}"
        )));
    }
    with_spread(spread_for(least), format!("{pictures} pictures of {with_faces} of your people"))
}

/// Until the owner has named enough people the similarities stay as they are, as those of ArcFace models usually fit; but where even
/// drawn people, of whom there are few, reach the threshold of each other, real ones would be taken for each other.
fn with_spread_of_drawn(drawn: &[[Embedding; 2]]) -> Result<Measured, PackError> {
    let mut most = -1.0f32;
    for (i, one) in drawn.iter().enumerate() {
        for face in drawn[..i].iter().flatten() {
            most = one.iter().map(|other| alike(face, other)).fold(most, f32::max);
        }
    }
    let by = "drawn people only, as too few of yours have names: add it again when there are three or more";
    with_spread(spread_for(most).max(1.0), by.into())
}

/// The spread that brings pairs of different people who are so alike to the threshold.
fn spread_for(most_alike: f32) -> f32 {
    (1.0 - Thresholds::default().known.0) / (1.0 - most_alike).max(f32::EPSILON)
}

fn with_spread(spread: f32, by: String) -> Result<Measured, PackError> {
    if !(LEAST_SPREAD..=MOST_SPREAD).contains(&spread) {
        return Err(refused("its answers hardly differ: people are as good as equal to it"));
    }
    let Thresholds { known, blacklist, visitor, margin } = Thresholds::default();
    // Two digits are all that so few pictures can say.
    let spread = (spread * 100.0).round() / 100.0;
    Ok(Measured { spread, known: known.0, blacklist: blacklist.0, visitor: visitor.0, margin, by })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People whose faces are `own` degrees around a direction of their own, `apart` degrees from everybody else's.
    fn people(count: usize, own: f32, apart: f32) -> Vec<Vec<Embedding>> {
        let person = |i: usize| {
            let faces = (0..4).map(|n| {
                let mut values = vec![0.0; 64];
                // What all have in common brings them nearer.
                values[0] = (apart / 2.0).to_radians().cos();
                values[1 + i] = (apart / 2.0).to_radians().sin();
                values[40 + n] = own.to_radians().sin();
                Embedding::new(ModelId::new("m"), values).expect("a direction")
            });
            faces.collect()
        };
        (0..count).map(person).collect()
    }

    #[test]
    fn similarities_are_drawn_apart_until_strangers_are_where_they_always_are() {
        for apart in [120.0, 90.0, 40.0] {
            let people = people(6, 5.0, apart);
            let measured = measured(&people, &[]).expect("they are told apart");
            let strangers = alike(&people[0][0], &people[1][0]);
            let drawn = 1.0 - measured.spread * (1.0 - strangers);
            assert!(drawn < measured.known + 0.01, "{apart}: a stranger is {drawn} alike, below {}", measured.known);
            let own = 1.0 - measured.spread * (1.0 - alike(&people[0][0], &people[0][1]));
            assert!(own > measured.known, "{apart}: and the same person is {own} alike");
            assert!(measured.by.contains("24 pictures of 6"), "{}", measured.by);
        }
    }

    #[test]
    fn who_cannot_tell_the_owners_people_apart_is_refused() {
        let refused = measured(&people(6, 60.0, 10.0), &[]).expect_err("all are alike");
        assert!(refused.to_string().contains("your people apart"), "{refused}");
    }

    /// The first two faces of each.
    fn drawn(people: &[Vec<Embedding>]) -> Vec<[Embedding; 2]> {
        people.iter().map(|faces| [faces[0].clone(), faces[1].clone()]).collect()
    }

    #[test]
    fn too_few_pictures_are_said_to_be_too_few_and_drawn_people_stand_in() {
        let one_of_each: Vec<_> = people(5, 5.0, 90.0).into_iter().map(|faces| faces[..1].to_vec()).collect();
        for few in [people(0, 5.0, 90.0), people(1, 5.0, 90.0), people(2, 5.0, 90.0), one_of_each] {
            let measured = measured(&few, &drawn(&people(4, 5.0, 120.0))).expect("nothing speaks against it");
            assert_eq!(measured.spread, 1.0, "people are as far apart as they usually are");
            assert!(measured.by.contains("too few"), "{}", measured.by);
        }
    }

    #[test]
    fn a_model_to_which_everybody_is_alike_names_no_strangers_before_it_was_measured() {
        let alike_to_it = people(4, 2.0, 30.0);
        let measured = measured(&[], &drawn(&alike_to_it)).expect("they are told apart");
        let strangers = 1.0 - measured.spread * (1.0 - alike(&alike_to_it[0][0], &alike_to_it[1][1]));
        assert!(strangers < measured.known + 0.01, "{strangers} is no more than the threshold of {}", measured.known);
        let equal = drawn(&people(4, 0.01, 0.01));
        assert!(super::measured(&[], &equal).is_err(), "and one to which all are equal is refused");
    }
}
