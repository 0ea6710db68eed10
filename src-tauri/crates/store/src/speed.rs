//! That pages are read quickly from a home of years.
//!
//! Owns a database of a hundred thousand sightings and ten thousand visitors, made in memory. Must not look at a clock: what
//! is counted are the steps of SQLite's machine, which are the same on every computer and at every load. A look at each of
//! the hundred thousand rows costs half a million steps at least, so that a question that reads them all is found out.

use crate::{PageMark, Result, SightingFilter, Store};
use porchlight_domain::{
    CameraId, ClockHours, DayHours, LocalTime, ModelId, PersonId, Similarity, Subject, Timestamp, Verdict, VisitorId,
};
use rusqlite::Connection;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

const SIGHTINGS: i64 = 100_000;
const VISITORS: i64 = 10_000;
const PEOPLE: i64 = 40;
/// A sighting every five minutes, the last one now.
const APART_MS: i64 = 300_000;
const NOW: i64 = SIGHTINGS * APART_MS;
/// A page as the window asks for it.
const PAGE: usize = 100;
/// A page with what is shown of each row.
const A_PAGE: u64 = 60_000;
/// The same of one verdict, looked for among ten pages, or at each person who has it.
const A_VERDICT: u64 = 120_000;
/// A look at each of all sightings, in an index or in its row: what counts all, or finds nothing. A tenth of a second at the
/// most on a slow computer.
const A_LOOK_AT_ALL: u64 = 3_000_000;
/// One look at each of all visitors, or all sightings of one person.
const A_LOOK_AT_EACH: u64 = 500_000;

/// Of each person of the first thirty a thousand and a half, of each visitor four, of nobody ten thousand. Mr 31 to 35 are
/// blacklisted, 36 to 40 ignored; of these nobody but 31 and 36 was ever seen.
fn home_of_years() -> Store {
    let store = Store::in_memory().expect("a database");
    fill(&store.writer()).expect("is filled");
    store
}

fn fill(c: &Connection) -> Result<()> {
    c.execute_batch(&format!(
        "BEGIN;
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8)
         INSERT INTO camera (name, source_kind, place, created_at) SELECT 'Camera ' || i, 'demo', '', 0 FROM n;
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {PEOPLE})
         INSERT INTO person (name, name_key, kind, created_at)
         SELECT 'Mr ' || i, 'mr ' || i, CASE WHEN i <= 30 THEN 'known' WHEN i <= 35 THEN 'blacklisted' ELSE 'ignored' END, 0
         FROM n;
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {VISITORS})
         INSERT INTO visitor (created_at) SELECT i FROM n;
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {SIGHTINGS})
         INSERT INTO sighting (camera_id, camera_name, started_at, last_seen_at, ended_at, verdict, person_id, visitor_id,
           similarity)
         SELECT 1 + i % 8, 'Camera ' || (1 + i % 8), i * {APART_MS}, i * {APART_MS} + 9000, i * {APART_MS} + 9000,
                CASE WHEN i % 10 < 5 THEN 'known' WHEN i % 10 < 9 THEN 'visitor' ELSE 'unclear' END,
                CASE WHEN i = 10 THEN 31 WHEN i = 20 THEN 36 WHEN i % 10 < 5 THEN 1 + (i / 10) % 30 END,
                CASE WHEN i % 10 BETWEEN 5 AND 8 THEN 1 + (i / 10 * 4 + i % 10 - 5) % {VISITORS} END,
                CASE WHEN i = 10 THEN 0.99 WHEN i % 10 < 9 THEN 0.2 + (i % 60) / 100.0 END
         FROM n;
         INSERT INTO face (visitor_id, sighting_id, origin, is_template, model, embedding, trust, is_grey, side_px, sharpness,
           frontality, exposure, created_at)
         SELECT visitor_id, min(id), 'seen', 1, 'm', CAST(replace(hex(zeroblob(256)), '0', 'A') AS BLOB), 0.5, 0, 90, 1, 1, 1, 0
         FROM sighting WHERE visitor_id IS NOT NULL GROUP BY visitor_id;
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {VISITORS})
         INSERT INTO act (at, actor, kind, from_visitor_id, to_visitor_id, removes_from, creates_to, changeset)
         SELECT i, CASE WHEN i % 3 = 0 THEN 'program' ELSE 'owner' END, 'move_sighting', 1 + i % {VISITORS}, i, 0, 0, x''
         FROM n;
         INSERT INTO alert (sighting_id, person_id, name, camera_name, at, similarity, threshold, acknowledged_at)
         SELECT id, 31, 'Mr 31', camera_name, started_at, 0.6, 0.5, 1 FROM sighting WHERE id % 50 = 0;
         COMMIT;"
    ))?;
    Ok(())
}

/// The steps that a question takes.
fn steps<T>(store: &Store, ask: impl FnOnce(&Store) -> Result<T>) -> (T, u64) {
    let count = Arc::new(AtomicU64::new(0));
    let counting = Arc::clone(&count);
    let every = 10;
    store
        .writer()
        .progress_handler(
            every,
            Some(move || {
                counting.fetch_add(every as u64, Ordering::Relaxed);
                false
            }),
        )
        .expect("is counted");
    let answer = ask(store).expect("is answered");
    store.writer().progress_handler(0, None::<fn() -> bool>).expect("is no longer counted");
    (answer, count.load(Ordering::Relaxed))
}

#[test]
fn a_page_costs_the_same_whatever_narrows_it_and_wherever_it_lies() {
    let store = home_of_years();
    let none = SightingFilter::default;
    let middle = Some(Timestamp(NOW / 2));
    let filters = [
        ("all", none()),
        (
            "a day",
            SightingFilter { from: Some(Timestamp(NOW / 3)), until: Some(Timestamp(NOW / 3 + 86_400_000)), ..none() },
        ),
        ("up to a day", SightingFilter { until: middle, ..none() }),
        ("a camera", SightingFilter { camera: Some(CameraId(3)), ..none() }),
        ("a person", SightingFilter { subject: Some(Subject::Person(PersonId(7))), ..none() }),
        ("a person long ago", SightingFilter { subject: Some(Subject::Person(PersonId(31))), ..none() }),
        ("a visitor", SightingFilter { subject: Some(Subject::Visitor(VisitorId(77))), ..none() }),
        (
            "a person of another verdict",
            SightingFilter { subject: Some(Subject::Person(PersonId(7))), verdict: Some(Verdict::Ignored), ..none() },
        ),
    ];
    let verdicts = [Verdict::Known, Verdict::Blacklisted, Verdict::Visitor, Verdict::Ignored, Verdict::Unclear];
    let by_verdict = verdicts.map(|verdict| SightingFilter { verdict: Some(verdict), ..none() });
    let halfway = verdicts.map(|verdict| SightingFilter { verdict: Some(verdict), until: middle, ..none() });
    let named = by_verdict.into_iter().chain(halfway).map(|filter| ("a verdict", filter));
    for (what, filter) in filters.into_iter().chain(named) {
        let (page, cost) = steps(&store, |store| store.sightings(&filter, PAGE, None));
        let most = if filter.verdict.is_some() { A_VERDICT } else { A_PAGE };
        assert!(cost > 0 && cost < most, "{what}: {cost} steps for {} rows of {filter:?}", page.len());
        if let Some(last) = page.last() {
            let after = Some(PageMark { at: last.started_at, id: last.id.0 });
            let (_, cost) = steps(&store, |store| store.sightings(&filter, PAGE, after));
            assert!(cost < most, "{what}, the next page: {cost} steps of {filter:?}");
        }
    }
}

#[test]
fn a_verdict_lists_what_a_look_at_every_row_would() {
    let store = home_of_years();
    for verdict in [Verdict::Known, Verdict::Blacklisted, Verdict::Visitor, Verdict::Ignored, Verdict::Unclear] {
        for camera in [None, Some(CameraId(1))] {
            let filter = SightingFilter { camera, ..SightingFilter::default() };
            let all = store.sightings(&filter, 2_000, None).expect("readable").into_iter();
            let expected: Vec<_> =
                all.filter(|one| one.findings.verdict == verdict).take(40).map(|one| one.id).collect();
            let narrowed = SightingFilter { verdict: Some(verdict), ..filter.clone() };
            let found = store.sightings(&narrowed, 40, None).expect("readable").into_iter().map(|one| one.id);
            let found: Vec<_> = found.take(expected.len()).collect();
            assert_eq!(found, expected, "{verdict:?} at {camera:?}");
        }
    }
    let rare = SightingFilter { verdict: Some(Verdict::Blacklisted), ..SightingFilter::default() };
    assert_eq!(store.sightings(&rare, 40, None).expect("readable").len(), 1, "the oldest but nine");
}

#[test]
fn visitors_and_people_are_listed_without_a_look_at_every_sighting() {
    let store = home_of_years();
    let (ids, cost) = steps(&store, Store::visitor_ids);
    assert_eq!(ids.len() as i64, VISITORS);
    assert!(cost < A_LOOK_AT_EACH, "the order of ten thousand: {cost} steps");
    let (strips, cost) = steps(&store, |store| store.visitors_of(&ids[5_000..5_000 + PAGE]));
    assert_eq!((strips.len(), strips[0].times_seen), (PAGE, 4));
    assert!(cost < A_PAGE, "a hundred strips: {cost} steps");
    let (page, cost) = steps(&store, |store| store.visitors(PAGE, None));
    assert!(cost < A_LOOK_AT_EACH, "a page of visitors: {cost} steps");
    assert_eq!(page.iter().map(|one| one.id).collect::<Vec<_>>(), &ids[..PAGE], "the same order");
    let (people, cost) = steps(&store, Store::people);
    assert_eq!(people.len() as i64, PEOPLE);
    assert!(cost < A_LOOK_AT_EACH, "everybody named: {cost} steps");
    let (_, cost) = steps(&store, |store| store.person(PersonId(7)));
    assert!(cost < A_PAGE, "one person: {cost} steps");
}

#[test]
fn the_days_of_a_person_and_the_alerts_are_read_from_their_indices() {
    let store = home_of_years();
    let days: Vec<_> = (0..=366).map(|day| Timestamp(NOW - (366 - day) * 86_400_000)).collect();
    let (seen, cost) = steps(&store, |store| store.seen_over(PersonId(7), &days));
    assert!(cost < A_PAGE, "the days of a year: {cost} steps");
    let total: u32 = seen.times.iter().sum();
    assert_eq!(u64::from(total), seen.cameras.iter().map(|at| at.times).sum::<u64>(), "the same sightings");
    assert!(total > 1_000, "{total} in a year");
    let (alerts, cost) = steps(&store, |store| store.alerts(PAGE, None));
    assert!(alerts.len() == PAGE && cost < A_PAGE, "a page of alerts: {cost} steps");
    let after = alerts.last().map(|alert| PageMark { at: alert.at, id: alert.id.0 });
    let (_, cost) = steps(&store, |store| store.alerts(PAGE, after));
    assert!(cost < A_PAGE, "the next page of alerts: {cost} steps");
    let (_, cost) = steps(&store, Store::open_alerts);
    assert!(cost < A_PAGE, "alerts nobody saw: {cost} steps");
    let (acts, cost) = steps(&store, |store| store.acts(PAGE));
    assert!(acts.len() == PAGE && cost < A_PAGE, "the journal: {cost} steps");
    let (acts, cost) = steps(&store, |store| store.acts_on(VisitorId(7)));
    assert!(acts.len() == 2 && cost < A_PAGE, "what was done to a visitor: {cost} steps for {}", acts.len());
}

/// Hours of the day by clocks that were changed every half year.
fn by_the_clock(from_hour: u16, until_hour: u16) -> ClockHours {
    let hours = DayHours { from_minute: from_hour * 60, until_minute: until_hour * 60 };
    let half_year = 182 * 86_400_000;
    ClockHours::between(hours, Timestamp(0), Timestamp(NOW), |at| {
        LocalTime::utc(at.plus_millis((1 + at.0 / half_year % 2) * 3_600_000))
    })
}

#[test]
fn hours_and_likeness_cost_a_look_at_all_at_the_most() {
    let store = home_of_years();
    let none = SightingFilter::default;
    let alike = |from, below| SightingFilter {
        alike_from: Some(Similarity(from)),
        alike_below: Some(Similarity(below)),
        ..none()
    };
    let evenings = SightingFilter { hours: Some(by_the_clock(18, 23)), ..none() };
    for (what, filter) in [("evenings", evenings.clone()), ("rather alike", alike(0.5, 0.6))] {
        let (page, cost) = steps(&store, |store| store.sightings(&filter, PAGE, None));
        assert!(page.len() == PAGE && cost < A_VERDICT, "{what}: {cost} steps");
    }
    let never = SightingFilter { camera: Some(CameraId(99)), ..evenings.clone() };
    let blacklisted = SightingFilter { verdict: Some(Verdict::Blacklisted), ..evenings };
    // Of hours, only the index is read; a likeness is in the row.
    for (what, filter, found) in [
        ("nobody in the evening", never, 0),
        ("the blacklist in the evening", blacklisted, 0),
        ("hardly anybody so alike", alike(0.95, 1.0), 1),
    ] {
        let (page, cost) = steps(&store, |store| store.sightings(&filter, PAGE, None));
        assert!(page.len() == found && cost < A_LOOK_AT_ALL, "{what}: {cost} steps for {} rows", page.len());
    }
}

#[test]
fn the_strip_above_the_timeline_costs_a_look_at_what_it_counts() {
    let store = home_of_years();
    let none = SightingFilter::default;
    let days = |count: i64| -> Vec<_> { (0..=count).map(|day| Timestamp(NOW - (count - day) * 86_400_000)).collect() };
    for (what, filter) in [
        ("all", none()),
        ("evenings", SightingFilter { hours: Some(by_the_clock(18, 23)), ..none() }),
        ("a verdict", SightingFilter { verdict: Some(Verdict::Visitor), ..none() }),
        ("a likeness", SightingFilter { alike_from: Some(Similarity(0.5)), ..none() }),
    ] {
        let (counts, cost) = steps(&store, |store| store.sighting_density(&filter, &days(90)));
        let counted: u32 = counts.iter().sum();
        assert!(counted > 5_000 && cost < A_LOOK_AT_EACH + A_LOOK_AT_EACH / 2, "{what}: {cost} steps for {counted}");
        let (_, cost) = steps(&store, |store| store.sighting_density(&filter, &days(347)));
        assert!(cost < A_LOOK_AT_ALL, "{what}, of all years: {cost} steps");
    }
}

#[test]
fn a_face_is_looked_for_and_a_rule_is_tried_without_a_look_at_every_sighting() {
    let store = home_of_years();
    let mut faces = 0;
    let (_, cost) = steps(&store, |store| store.each_seen_embedding(&ModelId::new("m"), |_, _, _| faces += 1));
    assert!(faces == VISITORS && cost < A_LOOK_AT_ALL, "{faces} kept faces: {cost} steps");
    let week = Timestamp(NOW - 7 * 86_400_000);
    let (visits, cost) = steps(&store, |store| store.visits_since(week, 20_000));
    assert!(visits.len() == 2_017 && cost < A_LOOK_AT_EACH, "the visits of a week: {cost} steps for {}", visits.len());
    let first = visits.first().expect("somebody was here");
    let (_, cost) = steps(&store, |store| store.known_seen_at(first.sighting, first.started_at));
    assert!(cost < A_LOOK_AT_EACH, "when anybody known was here before: {cost} steps");
}
