//! Faces, pictures, people, alerts and cameras: what is done to them is taken back as everything else is, and what the
//! journal keeps for that goes with whoever is erased.

use crate::world::{DAY, World, at, embedding_bytes, face};
use porchlight_domain::{
    ActId, Area, AreaKind, CameraId, CameraSource, FaceId, PersonId, PersonKind, RuleAbout, RulePlace, RuleSays,
    Settings, Subject, Verdict,
};
use porchlight_store::{
    ActKind, AlertFilter, Enrolled, EraseScope, NewCamera, NewPerson, PageMark, SeenFrom, Store, StoreError,
};
use std::{fs, path::Path};

/// Pictures of a person as the engine adds them; of a new one where `name` says who.
fn learn(store: &Store, whose: Result<PersonId, &str>, seeds: &[u8], with: Option<ActId>) -> (Option<ActId>, Enrolled) {
    let learnt = store.enrol(at(1_000), with, |w| {
        let person = match whose {
            Ok(person) => person,
            Err(name) => {
                w.add_person(&NewPerson { name: name.into(), kind: PersonKind::Known, is_demo: false, at: at(1_000) })?
            }
        };
        let mut faces = Vec::new();
        for seed in seeds {
            faces.push(w.add_face(&face(Subject::Person(person), *seed))?);
        }
        Ok::<_, StoreError>(Enrolled { person, is_new: whose.is_err(), faces })
    });
    learnt.expect("is learnt")
}

fn kinds(store: &Store) -> Vec<(ActKind, u64)> {
    store.acts(50).expect("readable").into_iter().map(|act| (act.kind, act.together)).collect()
}

fn has_pictures(store: &Store, face: FaceId) -> bool {
    let there = [store.face_picture(face), store.face_crop(face)].map(|picture| picture.expect("readable").is_some());
    assert_eq!(there[0], there[1], "both pictures of a face go together");
    there[0]
}

fn is_in_a_file(dir: &Path, bytes: &[u8]) -> bool {
    let files = fs::read_dir(dir).expect("readable").flatten().filter(|entry| entry.path().is_file());
    files
        .into_iter()
        .any(|entry| fs::read(entry.path()).expect("readable").windows(bytes.len()).any(|window| window == bytes))
}

fn refused<T: std::fmt::Debug>(result: &Result<T, StoreError>) {
    assert!(matches!(result, Err(StoreError::NoLongerPossible { .. })), "{result:?}");
}

#[test]
fn a_removed_face_comes_back_whole_also_after_a_restart() {
    let mut world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Known);
    world.enrol(anna, 7);
    let seen = world.seen(camera, at(1_000), 9, Some(Subject::Person(anna)));
    let before = world.state();
    let done = world.store.remove_face(seen.face, at(2_000)).expect("is removed");
    assert_eq!(world.store.person(anna).expect("is there").faces.len(), 1);
    assert_eq!(kinds(&world.store), [(ActKind::RemoveFace, 1)]);

    world = world.reopened();
    assert!(has_pictures(&world.store, seen.face), "what can come back is no leftover of a crash");
    world.store.undo_act(done.act, at(3_000)).expect("is taken back");
    assert_eq!(world.state(), before, "the sighting shows it again as well");
    world.store.redo_act(done.act, at(4_000)).expect("is done again");
    assert!(matches!(world.store.face(seen.face), Err(StoreError::NotFound { .. })));
}

#[test]
fn a_face_comes_back_although_its_sighting_was_forgotten() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Known);
    let seen = world.seen(camera, at(1_000), 9, Some(Subject::Person(anna)));
    let now = at(100 * DAY);
    let done = world.store.remove_face(seen.face, now).expect("is removed");
    let settings = Settings { forget_sightings_days: 30, ..Settings::default() };
    world.store.forget_old(now, &settings).expect("is forgotten");
    world.store.undo_act(done.act, now).expect("is taken back");
    assert_eq!(world.store.face(seen.face).expect("is back").sighting, None);
}

#[test]
fn what_the_journal_forgets_takes_the_pictures_along() {
    let world = World::new();
    let anna = world.person("Anna", PersonKind::Known);
    let (removed, kept) = (world.enrol(anna, 7), world.enrol(anna, 8));
    world.store.remove_face(removed, at(1_000)).expect("is removed");
    let (act, added) = learn(&world.store, Ok(anna), &[9], None);
    world.store.undo_act(act.expect("an act"), at(2_000)).expect("is taken back");
    assert!([removed, kept, added.faces[0]].iter().all(|face| has_pictures(&world.store, *face)));
    let settings = Settings { forget_sightings_days: 30, ..Settings::default() };
    world.store.forget_old(at(60 * DAY), &settings).expect("is forgotten");
    assert!(kinds(&world.store).is_empty());
    let left = [removed, kept, added.faces[0]].map(|face| has_pictures(&world.store, face));
    assert_eq!(left, [false, true, false], "and only these");
}

#[test]
fn where_room_is_needed_what_was_removed_goes_first() {
    let world = World::new();
    let camera = world.camera("Front door");
    let anna = world.person("Anna", PersonKind::Known);
    let (removed, kept) = (world.enrol(anna, 7), world.enrol(anna, 8));
    let stranger = world.stranger(camera, at(1_000), 9);
    world.store.remove_face(removed, at(2_000)).expect("is removed");
    let shrunk = world.store.shrink_pictures(1).expect("is done").expect("something went");
    assert_eq!((shrunk.pictures, shrunk.visitors), (1, 0));
    let left = [removed, kept, stranger.face].map(|face| has_pictures(&world.store, face));
    assert_eq!(left, [false, true, true]);
    assert!(world.store.undo(at(3_000)).expect("nothing fails").is_none(), "and cannot come back any more");
}

#[test]
fn whoever_is_erased_leaves_nothing_that_the_journal_could_bring_back() {
    for scope in [None, Some(EraseScope::Everybody)] {
        let world = World::new();
        let (anna, bo) = (world.person("Anna", PersonKind::Known), world.person("Bo", PersonKind::Known));
        let (removed, stays) = (world.enrol(anna, 7), world.enrol(bo, 50));
        world.store.remove_face(removed, at(1_000)).expect("is removed");
        // A face that was added to somebody else and is hers: his journal holds it.
        let (_, added) = learn(&world.store, Ok(bo), &[11], None);
        let hers = porchlight_store::MoveTo::Subject(Subject::Person(anna));
        world.store.move_face(added.faces[0], hers, at(2_000)).expect("is moved");
        let (act, taken_back) = learn(&world.store, Ok(anna), &[13], None);
        world.store.undo_act(act.expect("an act"), at(3_000)).expect("is taken back");

        let erased = match scope {
            None => world.store.remove_person(anna),
            Some(scope) => world.store.erase_all(scope),
        };
        assert_eq!(erased.expect("is erased").traces_found, 0);
        for face in [removed, added.faces[0], taken_back.faces[0]] {
            assert!(!has_pictures(&world.store, face), "no picture is left");
        }
        for seed in [7, 11, 13] {
            assert!(!is_in_a_file(world.dir(), &embedding_bytes(seed)), "nor a byte of an embedding");
        }
        assert_eq!(has_pictures(&world.store, stays), scope.is_none(), "others keep theirs");
    }
}

#[test]
fn added_pictures_go_and_come_as_one() {
    let world = World::new();
    let anna = world.person("Anna", PersonKind::Known);
    world.enrol(anna, 7);
    let before = world.state();
    let (act, added) = learn(&world.store, Ok(anna), &[8, 9], None);
    let after = world.state();
    assert_eq!(kinds(&world.store), [(ActKind::AddPictures, 2)]);
    world.store.undo_act(act.expect("an act"), at(2_000)).expect("is taken back");
    assert_eq!(world.state(), before);
    world.store.redo_act(act.expect("an act"), at(3_000)).expect("is done again");
    assert_eq!(world.state(), after);
    assert!(added.faces.iter().all(|face| has_pictures(&world.store, *face)));
}

#[test]
fn an_import_is_taken_back_as_a_whole() {
    let world = World::new();
    let before = world.state();
    let (first, anna) = learn(&world.store, Err("Anna"), &[1], None);
    for seed in [2, 3] {
        learn(&world.store, Ok(anna.person), &[seed], first);
    }
    assert_eq!(kinds(&world.store), [(ActKind::AddPerson, 3)], "one entry, about three pictures");
    world.store.undo(at(2_000)).expect("is taken back");
    assert_eq!(world.state(), before);
    // What goes on after that was taken back is an act of its own.
    learn(&world.store, Err("Bo"), &[4], first);
    assert_eq!(kinds(&world.store), [(ActKind::AddPerson, 1), (ActKind::AddPerson, 3)]);
    world.store.redo_act(first.expect("an act"), at(3_000)).expect("is done again");
    assert_eq!(world.store.person(anna.person).expect("is back").faces.len(), 3);
}

#[test]
fn whoever_was_seen_as_somebody_who_was_added_is_a_stranger_once_that_is_taken_back() {
    let world = World::new();
    let camera = world.camera("Front door");
    let (act, anna) = learn(&world.store, Err("Anna"), &[1], None);
    let seen = world.seen(camera, at(5_000), 2, Some(Subject::Person(anna.person)));
    let alert = world.alert(seen.sighting, anna.person, at(5_000));
    world.store.undo_act(act.expect("an act"), at(6_000)).expect("is taken back");
    assert!(world.store.people().expect("readable").is_empty());
    let visitors = world.store.visitors(10, None).expect("readable");
    assert_eq!((visitors.len(), &visitors[0].faces), (1, &vec![seen.face]), "with what was seen of them");
    assert_eq!(world.store.alert(alert).expect("stays").verdict_now, Verdict::Visitor);
    world.store.redo_act(act.expect("an act"), at(7_000)).expect("is done again");
    assert_eq!(world.store.person(anna.person).expect("is back").faces, anna.faces);
}

#[test]
fn adding_somebody_waits_for_what_was_built_upon_it_and_a_taken_name_stays_taken() {
    let world = World::new();
    let (act, anna) = learn(&world.store, Err("Anna"), &[1, 2], None);
    let act = act.expect("an act");
    let removing = world.store.remove_face(anna.faces[0], at(2_000)).expect("is removed");
    refused(&world.store.undo_act(act, at(3_000)));
    world.store.undo_act(removing.act, at(4_000)).expect("is taken back");
    world.store.undo_act(act, at(5_000)).expect("nothing is in the way any more");
    world.person("anna", PersonKind::Known);
    refused(&world.store.redo_act(act, at(6_000)));
}

#[test]
fn alerts_that_were_seen_are_open_again_all_at_once() {
    let world = World::new();
    let camera = world.camera("Front door");
    let bo = world.person("Bo", PersonKind::Blacklisted);
    let alerts: Vec<_> = (1..=3)
        .map(|i| {
            let seen = world.seen(camera, at(i * 60_000), i as u8, Some(Subject::Person(bo)));
            world.alert(seen.sighting, bo, at(i * 60_000))
        })
        .collect();
    let open = || world.store.open_alerts().expect("readable").len();
    world.store.acknowledge_alert(alerts[1], SeenFrom::Notification, at(200_000)).expect("is seen");
    world.store.acknowledge_alert(alerts[1], SeenFrom::Window, at(201_000)).expect("the first time counts");
    assert_eq!(world.store.acknowledge_all(SeenFrom::Window, at(202_000)).expect("are seen").len(), 2);
    assert!(world.store.acknowledge_all(SeenFrom::Window, at(203_000)).expect("none is left").is_empty());
    assert_eq!(kinds(&world.store), [(ActKind::Acknowledge, 2), (ActKind::Acknowledge, 1)]);
    assert_eq!(open(), 0);
    world.store.undo(at(204_000)).expect("is taken back");
    assert_eq!(open(), 2, "all that were seen with it");
    world.store.undo(at(205_000)).expect("is taken back");
    assert_eq!(open(), 3);
    world.store.redo(at(206_000)).expect("is done again");
    assert_eq!(world.store.alert(alerts[1]).expect("is there").acknowledged_from, Some(SeenFrom::Notification));
    world.store.remove_person(bo).expect("is erased");
    assert!(world.store.undo(at(207_000)).is_err(), "there is no alert left that could be open");
}

#[test]
fn alerts_are_read_page_by_page_of_those_that_are_asked_for() {
    let world = World::new();
    let (door, yard) = (world.camera("Front door"), world.camera("Yard"));
    let (bo, anna) = (world.person("Bo", PersonKind::Blacklisted), world.person("Anna", PersonKind::Known));
    for i in 1..=12_i64 {
        let (camera, person) = if i % 3 == 0 { (yard, anna) } else { (door, bo) };
        let seen = world.seen(camera, at(i * 60_000), i as u8, Some(Subject::Person(person)));
        let id = world.alert(seen.sighting, person, at(i * 60_000));
        if i % 2 == 0 {
            world.store.acknowledge_alert(id, SeenFrom::Window, at(900_000)).expect("is seen");
        }
    }
    let all = |filter: AlertFilter| {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = world.store.alerts_like(&filter, 2, after).expect("readable");
            let Some(last) = page.last() else { return found };
            after = Some(PageMark { at: last.at, id: last.id.0 });
            found.extend(page.iter().map(|alert| alert.at.0 / 60_000));
        }
    };
    let any = AlertFilter::default();
    assert_eq!(all(any), (1..=12).rev().collect::<Vec<_>>());
    assert_eq!(all(AlertFilter { camera: Some(yard), ..any }), [12, 9, 6, 3]);
    assert_eq!(all(AlertFilter { verdict: Some(Verdict::Known), is_open: Some(true), ..any }), [9, 3]);
    assert_eq!(all(AlertFilter { camera: Some(door), is_open: Some(false), ..any }), [10, 8, 4, 2]);
}

#[test]
fn the_journal_is_read_page_by_page() {
    let world = World::new();
    let anna = world.person("Anna", PersonKind::Known);
    for i in 0..5 {
        world.store.set_note(anna, &format!("note {i}"), at(i)).expect("is noted");
    }
    let all: Vec<ActId> = world.store.acts(9).expect("readable").iter().map(|act| act.id).collect();
    let (mut paged, mut before) = (Vec::new(), None);
    while let Some(last) = {
        let page = world.store.acts_before(2, before).expect("readable");
        paged.extend(page.iter().map(|act| act.id));
        page.last().map(|act| act.id)
    } {
        before = Some(last);
    }
    assert_eq!(paged, all);
}

fn stream(world: &World, name: &str, address: &str) -> CameraId {
    let source = CameraSource::Stream { address: address.into() };
    let new = NewCamera { name: name.into(), source, is_demo: false, at: at(0) };
    world.store.add_camera(&new).expect("is added").id
}

#[test]
fn a_removed_camera_comes_back_as_it_was_with_its_sightings_and_rules() {
    let world = World::new();
    let id = stream(&world, "Yard", "rtsp://me:secret@yard/1");
    let mut camera = world.store.camera(id).expect("is there");
    camera.settings.areas = vec![Area::everything(AreaKind::Zone)];
    world.store.update_camera(&camera, at(10)).expect("is changed");
    let seen = world.stranger(id, at(1_000), 1);
    let rule = RuleSays { about: RuleAbout::Strangers, place: RulePlace::At(id), hours: None, apart_minutes: 5 };
    world.store.add_alert_rule(&rule, true, at(20)).expect("is added");
    let before = (world.store.camera(id).expect("is there"), world.state());
    world.store.remove_camera(id, at(2_000)).expect("is removed");
    assert_eq!(world.store.sighting(seen.sighting).expect("stays").camera, None);
    let act = world.store.acts(1).expect("readable")[0].clone();
    assert_eq!((act.kind, act.camera.as_deref()), (ActKind::RemoveCamera, Some("Yard")));
    world.store.undo(at(3_000)).expect("is taken back");
    assert_eq!((world.store.camera(id).expect("is back"), world.state()), before);

    // Cameras that were put into another order meanwhile are none of its business.
    let other = stream(&world, "Door", "rtsp://door/1");
    world.store.order_cameras(&[other, id]).expect("are ordered");
    world.store.redo_act(act.id, at(4_000)).expect("is done again");
    stream(&world, "Yard again", "rtsp://me:secret@yard/1");
    refused(&world.store.undo_act(act.id, at(5_000)));
}

#[test]
fn what_was_changed_of_a_camera_is_taken_back_and_a_switch_is_no_act() {
    let world = World::new();
    let id = stream(&world, "Yard", "rtsp://yard/1");
    let before = world.store.camera(id).expect("is there");
    let mut camera = before.clone();
    camera.is_enabled = false;
    world.store.update_camera(&camera, at(1)).expect("is switched");
    assert!(kinds(&world.store).is_empty());
    camera.name = "Back yard".into();
    camera.settings.areas = vec![Area::everything(AreaKind::Zone)];
    world.store.update_camera(&camera, at(2)).expect("is changed");
    camera.settings.hours.is_on = true;
    world.store.update_camera(&camera, at(3)).expect("is changed");
    let acts: Vec<ActId> = world.store.acts(9).expect("readable").iter().map(|act| act.id).collect();
    world.store.undo_act(acts[1], at(4)).expect("the later change is about something else");
    let now = world.store.camera(id).expect("is there");
    assert_eq!((now.name.as_str(), now.settings.areas.len(), now.settings.hours.is_on), ("Yard", 0, true));
    world.store.undo_act(acts[0], at(5)).expect("is taken back");
    assert_eq!(world.store.camera(id).expect("is there").settings, before.settings);
}

#[test]
fn a_backup_without_passwords_has_none_in_its_journal_either() {
    let world = World::new();
    let id = stream(&world, "Yard", "rtsp://me:hunter2secret@yard/1");
    world.store.remove_camera(id, at(1)).expect("is removed");
    let anna = world.person("Anna", PersonKind::Known);
    world.store.set_note(anna, "a note", at(2)).expect("is noted");
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("backup.zip");
    let mut tell = |_| std::ops::ControlFlow::Continue(());
    world.store.back_up(&place, false, at(3), "1.0", &mut tell).expect("is made");
    let elsewhere = World::new();
    elsewhere.store.restore(&place, &mut tell).expect("is restored");
    assert_eq!(kinds(&elsewhere.store), [(ActKind::SetNote, 1)]);
}

#[test]
fn what_was_done_to_a_camera_of_the_demo_goes_with_the_demo() {
    let world = World::new();
    let street = world.demo_camera("Demo street");
    world.store.remove_camera(street, at(1)).expect("is removed");
    world.store.remove_demo().expect("is left");
    assert!(kinds(&world.store).is_empty(), "it could come back otherwise");
}
