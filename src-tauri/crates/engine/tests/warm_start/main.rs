//! The engine ends and starts again: a camera fed by hand, painted faces, simulated time, a database on disk.
//!
//! What is proved here is that a visit goes on over a quick restart, as one sighting with one alert, and that nothing of
//! the run before is believed that time, the owner or another face could have changed.

mod house;

use house::{ANNA, DOOR, GATE, House, OTHER, STRANGER, THIEF, copy, said, sightings};
use porchlight_domain::{PersonKind, Settings, Similarity, Subject, Timestamp, Usual, Verdict};
use porchlight_engine::CacheFigures;
use porchlight_store::Store;

/// What another program does, in words and in deed.
type Change = (&'static str, fn(&Store));

const ROOK: (Verdict, Option<&str>) = (Verdict::Blacklisted, Some("Rook"));

#[test]
fn a_visit_goes_on_over_a_quick_restart_with_one_sighting_and_one_alert() {
    let house = House::new();
    house.visit(THIEF);
    let before = sightings(&house.store());
    assert_eq!(before.len(), 1);
    assert!(before[0].ended_at.is_some(), "nothing is left open while no program runs");
    house.pause(4_000);
    let mut run = house.watch();
    let nothing_yet = CacheFigures { entries: 1, ..CacheFigures::default() };
    assert_eq!(run.engine.cache_figures(), nothing_yet, "the figures are of this run");
    let first = run.show(&[(THIEF, DOOR)]);
    assert_eq!(said(&first), [ROOK], "recognised on the first frame");
    assert_eq!(first[0].sighting, Some(before[0].id), "as the visit of before");
    run.show_for(5, &[(THIEF, DOOR)]);
    assert_eq!(run.engine.camera_figures(house.camera.id).embeddings, 1, "one face was enough");
    let after = run.sightings();
    assert_eq!((after.len(), after[0].ended_at), (1, None), "which is going on again");
    assert_eq!(after[0].started_at, before[0].started_at, "since it began");
    assert_eq!(run.engine.store().alerts(10, None).expect("readable").len(), 1, "nobody is warned twice");
    assert_eq!(run.told(), ["updated"], "that it goes on is told, and nothing else");
    drop(run);
    let last = sightings(&house.store());
    assert!(last[0].ended_at > before[0].ended_at, "and it ends when it really ends");
}

#[test]
fn a_stranger_stays_the_same_visitor_without_being_looked_at_for_long() {
    let house = House::new();
    house.visit(STRANGER);
    let visitors = house.store().visitors(10, None).expect("readable");
    house.pause(2_000);
    let mut run = house.watch();
    let first = run.show(&[(STRANGER, DOOR)]);
    assert_eq!(
        (first[0].verdict, first[0].visitor),
        (Verdict::Visitor, Some(visitors[0].id)),
        "by a single face, which says little alone"
    );
    run.show_for(10, &[(STRANGER, DOOR)]);
    let now = run.engine.store().visitors(10, None).expect("readable");
    assert_eq!((now.len(), now[0].times_seen), (1, 1), "one visitor, seen once");
}

#[test]
fn after_eleven_seconds_it_is_another_visit() {
    let house = House::new();
    house.visit(THIEF);
    house.pause(11_000);
    let mut run = house.watch();
    run.show_for(3, &[(THIEF, DOOR)]);
    assert_eq!(run.told(), ["started", "alert"]);
    assert_eq!(run.sightings().len(), 2);
}

#[test]
fn a_camera_that_comes_late_begins_another_visit() {
    let house = House::new();
    house.visit(THIEF);
    house.pause(1_000);
    let mut run = house.watch();
    house.pause(10_000);
    run.show(&[(THIEF, DOOR)]);
    assert_eq!(run.told(), ["started", "alert"], "the program was quick, its first frame was not");
    assert_eq!(run.sightings().len(), 2);
}

#[test]
fn a_visit_that_nobody_takes_up_ended_when_it_ended() {
    let house = House::new();
    house.visit(ANNA);
    let before = sightings(&house.store());
    house.pause(2_000);
    let mut run = house.watch();
    run.show_for(120, &[]);
    assert_eq!(run.told(), Vec::<&str>::new(), "its end was told in the run before");
    assert_eq!(run.sightings(), before, "not a word of it changed");
    assert_eq!(run.engine.cache_figures().entries, 0, "and nobody is waited for any more");
    assert_eq!(said(&run.show(&[(ANNA, DOOR)])), [(Verdict::Known, Some("Anna"))]);
    assert_eq!(run.sightings().len(), 2, "she came again");
}

#[test]
fn somebody_else_in_the_same_place_is_never_called_by_the_old_name() {
    let house = House::new();
    house.visit(ANNA);
    let before = sightings(&house.store());
    house.pause(2_000);
    let mut run = house.watch();
    for _ in 0..30 {
        let faces = run.show(&[(OTHER, DOOR)]);
        assert!(faces.iter().all(|face| face.name.is_none()), "the first face that is seen decides");
        assert!(faces.iter().all(|face| face.sighting != Some(before[0].id)), "and the visit is not his");
    }
    let after = run.sightings();
    assert_eq!(after.len(), 2, "he has a sighting of his own");
    assert_eq!(after[0], before[0], "and hers is as it was");
    assert_eq!(after[1].findings.verdict, Verdict::Visitor);
}

#[test]
fn a_face_too_bad_to_be_compared_is_not_called_by_the_old_name_either() {
    let house = House::new();
    house.visit(THIEF);
    house.pause(2_000);
    let mut run = house.watch();
    house.vision.set_trust(THIEF, 0.1);
    let faces = run.show_for(5, &[(THIEF, DOOR)]);
    assert_eq!(said(&faces), [(Verdict::Unclear, None)], "it may be anybody");
    house.vision.set_trust(THIEF, 1.0);
    assert_eq!(said(&run.show(&[(THIEF, DOOR)])), [ROOK], "until he looks up");
    assert_eq!(run.told(), ["updated"], "then it is the same visit");
    assert_eq!(run.sightings().len(), 1);
}

#[test]
fn whoever_moved_or_had_turned_away_comes_back_to_the_same_visit() {
    let house = House::new();
    {
        let mut run = house.watch();
        run.show_for(10, &[(THIEF, DOOR)]);
        run.show_for(20, &[]);
    }
    house.pause(3_000);
    let mut run = house.watch();
    run.show_for(3, &[(THIEF, GATE)]);
    assert_eq!(run.told(), ["updated"], "he was out of sight for two seconds when the program ended");
    assert_eq!(run.sightings().len(), 1);
    assert_eq!(run.engine.store().alerts(10, None).expect("readable").len(), 1);
}

#[test]
fn two_who_changed_places_keep_their_own_names_and_visits() {
    let house = House::new();
    {
        let mut run = house.watch();
        run.show_for(10, &[(ANNA, DOOR), (THIEF, DOOR + 120)]);
    }
    let before = sightings(&house.store());
    assert_eq!(before.len(), 2);
    house.pause(2_000);
    let mut run = house.watch();
    let faces = run.show_for(5, &[(ANNA, DOOR + 120), (THIEF, DOOR)]);
    let at = |left: u32| faces.iter().find(|face| face.box_in_frame.x == left as f32).expect("a face");
    assert_eq!(at(DOOR).name.as_deref(), Some("Rook"), "names go with faces, not with places");
    assert_eq!(at(DOOR + 120).name.as_deref(), Some("Anna"));
    let of = |name: &str| before.iter().find(|s| s.name.as_deref() == Some(name)).map(|s| s.id);
    assert_eq!((at(DOOR).sighting, at(DOOR + 120).sighting), (of("Rook"), of("Anna")), "and so do visits");
    assert_eq!(run.sightings().len(), 2);
}

#[test]
fn a_gallery_that_another_program_changed_is_asked_anew() {
    let changes: [Change; 4] = [
        ("a threshold", |store| {
            let mut settings = store.settings(&Usual::default()).expect("readable");
            settings.thresholds.known.0 += 0.01;
            store.save_settings(&settings).expect("saved");
        }),
        ("her own threshold", |store| {
            let anna = store.person_named("Anna").expect("readable").expect("enrolled").id;
            store.set_threshold(anna, Some(Similarity(0.5)), Timestamp(1)).expect("saved");
        }),
        ("what he is", |store| {
            let rook = store.person_named("Rook").expect("readable").expect("enrolled").id;
            store.set_kind(rook, PersonKind::Known, Timestamp(1)).expect("saved");
        }),
        ("somebody less", |store| {
            let anna = store.person_named("Anna").expect("readable").expect("enrolled").id;
            store.remove_person(anna).expect("erased");
        }),
    ];
    for (case, change) in changes {
        let house = House::new();
        house.visit(STRANGER);
        change(&house.store());
        house.pause(1_000);
        let mut run = house.watch();
        assert_eq!(run.engine.cache_figures().entries, 0, "{case}: nothing is believed");
        assert_eq!(said(&run.show(&[(STRANGER, DOOR)])), [(Verdict::Unclear, None)], "{case}: looked at anew");
        run.show_for(10, &[(STRANGER, DOOR)]);
        assert_eq!(run.sightings().len(), 2, "{case}: as another visit");
    }
}

#[test]
fn somebody_who_changed_after_the_start_is_looked_at_anew() {
    let house = House::new();
    house.visit(STRANGER);
    house.pause(1_000);
    let mut run = house.watch();
    run.enrol("Mia", STRANGER, PersonKind::Known);
    let first = run.show(&[(STRANGER, DOOR)]);
    assert_eq!(said(&first), [(Verdict::Known, Some("Mia"))], "not the verdict of before");
}

#[test]
fn a_verdict_that_has_expired_is_not_believed_but_the_visit_goes_on() {
    let house = House::new();
    let settings = Settings { identity_cache_secs: 3, ..Settings::default() };
    house.store().save_settings(&settings).expect("saved");
    house.visit(THIEF);
    house.pause(5_000);
    let mut run = house.watch();
    assert_eq!(run.engine.cache_figures().entries, 0, "three seconds are over");
    run.show_for(3, &[(THIEF, DOOR)]);
    assert_eq!(run.told(), ["updated"], "he was recognised anew, and has not been away");
    assert_eq!(run.sightings().len(), 1);
}

#[test]
fn what_was_resumed_is_not_resumed_again() {
    let house = House::new();
    house.visit(THIEF);
    house.pause(1_000);
    let mut run = house.watch();
    assert_eq!(run.engine.store().take_warm().expect("readable"), None, "it is taken");
    run.show(&[(THIEF, DOOR)]);
    run.engine.stop_camera(house.camera.id);
    run.start_camera();
    run.told();
    run.viewer = run.engine.view(house.camera.id);
    run.show(&[(THIEF, DOOR)]);
    assert_eq!(run.told(), ["started", "alert"], "a camera that was switched off and on begins anew");
}

#[test]
fn a_second_restart_goes_on_as_well() {
    let house = House::new();
    house.visit(THIEF);
    for round in 0..3 {
        house.pause(2_000);
        let mut run = house.watch();
        // In the second round the program ends before anybody is seen.
        if round != 1 {
            run.show_for(3, &[(THIEF, DOOR)]);
        }
    }
    assert_eq!(sightings(&house.store()).len(), 1, "one visit over four runs");
    assert_eq!(house.store().alerts(10, None).expect("readable").len(), 1);
}

#[test]
fn a_command_that_starts_no_camera_leaves_the_warm_start_to_the_next() {
    let house = House::new();
    house.visit(THIEF);
    drop(house.start());
    house.pause(1_000);
    let mut run = house.watch();
    run.show(&[(THIEF, DOOR)]);
    assert_eq!(run.told(), ["updated"]);
}

#[test]
fn a_pause_before_the_end_takes_nothing_from_the_next_start() {
    let house = House::new();
    {
        let mut run = house.watch();
        run.show_for(10, &[(THIEF, DOOR)]);
        run.engine.stop_camera(house.camera.id);
    }
    house.pause(1_000);
    let mut run = house.watch();
    run.show(&[(THIEF, DOOR)]);
    assert_eq!(run.told(), ["updated"], "the window stops its cameras before it ends");
}

#[test]
fn a_camera_or_person_that_is_removed_takes_its_warm_start_along() {
    let house = House::new();
    house.visit(THIEF);
    let store = house.store();
    store.remove_camera(house.camera.id, Timestamp(9_000)).expect("removed");
    let (_, tracks) = store.take_warm().expect("readable").expect("was saved");
    assert_eq!(tracks, [], "of a camera");
    drop(store);
    let house = House::new();
    house.visit(THIEF);
    let store = house.store();
    let rook = store.person_named("Rook").expect("readable").expect("enrolled").id;
    store.remove_person(rook).expect("erased");
    let (_, tracks) = store.take_warm().expect("readable").expect("was saved");
    assert_eq!(tracks, [], "of a person");
    assert_eq!(sightings(&store), [], "whose sighting is gone as well");
    drop(store);
    let run = house.watch();
    assert_eq!(run.engine.cache_figures().entries, 0);
}

#[test]
fn after_a_crash_the_start_is_cold_and_nothing_is_left_over() {
    let house = House::new();
    house.visit(THIEF);
    house.pause(1_000);
    let wreck = tempfile::tempdir().expect("a place");
    let mut run = house.watch();
    run.show_for(5, &[(THIEF, DOOR)]);
    assert_eq!(run.sightings()[0].ended_at, None, "he is there");
    // What is on the disk at this moment is what a power cut would leave.
    copy(house.dir.path(), wreck.path());
    drop(run);
    house.pause(1_000);
    let mut run = house.start_in(wreck.path());
    let found = run.sightings();
    assert!(found.iter().all(|sighting| sighting.ended_at == Some(sighting.last_seen_at)), "closed where it was cut");
    assert_eq!(run.engine.store().take_warm().expect("readable"), None, "nothing was saved");
    run.start_camera();
    run.show(&[(THIEF, DOOR)]);
    assert_eq!(run.told(), ["started", "alert"], "a cold start");
    let open = run.sightings().iter().filter(|sighting| sighting.ended_at.is_none()).count();
    assert_eq!((run.sightings().len(), open), (2, 1), "only the new one is open");
    let rook = run.engine.store().person_named("Rook").expect("readable").expect("enrolled").id;
    assert_eq!(run.sightings()[1].findings.subject, Some(Subject::Person(rook)));
}
