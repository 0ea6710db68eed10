//! What each camera and stage costs and delivers.
//!
//! Owns counters, distributions of times and the frame rate of the last seconds. Must not know what a frame shows and must
//! not decide anything. Invariants: nothing is allocated for a frame; a figure that is asked for is never older than the last
//! frame. Times are kept to two digits between a microsecond and a minute.

use crate::{StageHealth, home::locked, watch::StageTimes};
use hdrhistogram::Histogram;
use porchlight_domain::{CameraId, Reading};
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Span over which the frame rate is counted.
const RATE_SPAN: Duration = Duration::from_secs(2);
/// Recent times are those of the span that goes on and the one before.
const RECENT_SPAN: Duration = Duration::from_secs(5);
/// What can be told apart, in microseconds.
const LONGEST_US: u64 = 60_000_000;

/// A stage of a frame's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waiting for a worker, from its arrival on.
    Wait,
    /// All looks of the detector at a frame that was looked at.
    Detect,
    /// A face turned to the template, judged and embedded.
    Embed,
    /// An embedding compared with everybody.
    Match,
    /// A change of a sighting stored and announced.
    Keep,
    /// From the arrival of a frame to the announcement of its faces.
    EndToEnd,
    /// From the first usable face of a blacklisted person to the announcement of the alert.
    Alert,
}

impl Stage {
    /// All of them, in the order in which a frame passes them.
    pub const ALL: [Self; 7] =
        [Self::Wait, Self::Detect, Self::Embed, Self::Match, Self::Keep, Self::EndToEnd, Self::Alert];
}

/// How long something took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Percentiles {
    /// Times that it rests on; without any the rest is zero.
    pub samples: u64,
    /// Half took no longer.
    pub p50: Duration,
    /// 95 of 100 took no longer.
    pub p95: Duration,
    /// 99 of 100 took no longer.
    pub p99: Duration,
    /// The longest.
    pub most: Duration,
    /// All together.
    pub sum: Duration,
}

/// Upper bounds under which times are counted for whoever draws them over days, in milliseconds.
pub const TIME_BOUNDS_MS: [u64; 14] = [1, 2, 5, 10, 20, 35, 50, 75, 100, 200, 300, 500, 1_000, 5_000];

/// Figures of one camera since it was started.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CameraFigures {
    /// Frames analysed.
    pub frames: u64,
    /// Of these, searched for faces: something moved, or it was due.
    pub searched: u64,
    /// Detection model runs: of the whole frame or a part of it.
    pub looks: u64,
    /// Tracked faces, frame by frame.
    pub faces: u64,
    /// Of these, answered without running the embedding model.
    pub faces_from_cache: u64,
    /// Embedding model runs.
    pub embeddings: u64,
    /// Time spent finding faces.
    pub detect: Duration,
    /// Time spent aligning and embedding.
    pub embed: Duration,
    /// Frames analysed a second, over the last two seconds.
    pub fps: f32,
    /// From arrival to announcement, of the last frame.
    pub last_delay: Duration,
}

struct Times {
    all: Histogram<u64>,
    recent: [Histogram<u32>; 2],
    sum_us: u64,
}

impl Times {
    fn new() -> Self {
        Self { all: histogram(), recent: [histogram(), histogram()], sum_us: 0 }
    }

    fn take_in(&mut self, took: Duration) {
        let us = u64::try_from(took.as_micros()).unwrap_or(LONGEST_US);
        self.all.saturating_record(us);
        self.recent[0].saturating_record(us);
        self.sum_us = self.sum_us.saturating_add(us);
    }

    fn turn(&mut self) {
        self.recent.swap(0, 1);
        self.recent[0].reset();
    }

    fn all(&self) -> Percentiles {
        Percentiles { sum: Duration::from_micros(self.sum_us), ..percentiles(&self.all) }
    }

    /// How many took at most as long as each of the bounds.
    fn within(&self) -> [u64; TIME_BOUNDS_MS.len()] {
        TIME_BOUNDS_MS.map(|bound| self.all.count_between(0, bound * 1000))
    }

    fn recent(&self) -> Percentiles {
        let mut both = self.recent[0].clone();
        // Both have the same bounds, which is all that can go wrong.
        let _same_bounds = both.add(&self.recent[1]);
        percentiles(&both)
    }
}

fn histogram<C: hdrhistogram::Counter>() -> Histogram<C> {
    // The bounds are constants that the library takes, as a test shows.
    Histogram::new_with_bounds(1, LONGEST_US, 2).unwrap_or_else(|_| unreachable!("constant bounds"))
}

fn percentiles<C: hdrhistogram::Counter>(times: &Histogram<C>) -> Percentiles {
    let at = |quantile| Duration::from_micros(times.value_at_quantile(quantile));
    match times.len() {
        0 => Percentiles::default(),
        samples => Percentiles {
            samples,
            p50: at(0.50),
            p95: at(0.95),
            p99: at(0.99),
            most: Duration::from_micros(times.max()),
            sum: Duration::ZERO,
        },
    }
}

#[derive(Default)]
struct Counted {
    figures: CameraFigures,
    recent: VecDeque<Duration>,
}

struct Inner {
    stages: [Times; Stage::ALL.len()],
    /// End to end since the last reading.
    since_reading: Histogram<u32>,
    read: Read,
    cameras: HashMap<CameraId, Counted>,
    turned_at: Duration,
}

/// What the last reading saw.
#[derive(Clone, Copy, Default)]
struct Read {
    at: Duration,
    busy_us: u64,
    dropped: u64,
}

/// All figures.
pub(crate) struct Figures {
    inner: Mutex<Inner>,
    /// Time that the workers worked.
    busy_us: AtomicU64,
    errors: AtomicU64,
    workers: u32,
}

impl Figures {
    pub(crate) fn new(workers: usize) -> Self {
        let inner = Inner {
            stages: std::array::from_fn(|_| Times::new()),
            since_reading: histogram(),
            read: Read::default(),
            cameras: HashMap::new(),
            turned_at: Duration::ZERO,
        };
        let workers = u32::try_from(workers).unwrap_or(u32::MAX).max(1);
        Self { inner: Mutex::new(inner), busy_us: AtomicU64::new(0), errors: AtomicU64::new(0), workers }
    }

    /// A frame was analysed.
    pub(crate) fn count(&self, camera: CameraId, times: &StageTimes, faces: u64, from_cache: u64) {
        let mut inner = locked(&self.inner);
        let figures = &mut inner.cameras.entry(camera).or_default().figures;
        figures.frames += 1;
        figures.searched += u64::from(times.looks > 0);
        figures.looks += u64::from(times.looks);
        figures.faces += faces;
        figures.faces_from_cache += from_cache;
        figures.embeddings += u64::from(times.embedded);
        figures.detect += times.detect;
        figures.embed += times.embed;
        if times.looks > 0 {
            inner.stages[Stage::Detect as usize].take_in(times.detect);
        }
        // All faces of a frame count alike: they are equally large for the model.
        for (stage, took, times) in
            [(Stage::Embed, times.embed, times.embedded), (Stage::Match, times.matching, times.matched)]
        {
            (0..times).for_each(|_| inner.stages[stage as usize].take_in(took / times));
        }
    }

    /// A stage took so long.
    pub(crate) fn took(&self, stage: Stage, time: Duration) {
        locked(&self.inner).stages[stage as usize].take_in(time);
    }

    /// A worker worked for so long.
    pub(crate) fn worked(&self, time: Duration) {
        self.busy_us.fetch_add(u64::try_from(time.as_micros()).unwrap_or(0), Ordering::Relaxed);
    }

    /// Something failed.
    pub(crate) fn failed(&self) {
        self.errors.fetch_add(1, Ordering::Relaxed);
    }

    /// What failed so far.
    pub(crate) fn errors(&self) -> u64 {
        self.errors.load(Ordering::Relaxed)
    }

    /// A frame was announced now. Gives the frames a second over the last seconds.
    pub(crate) fn announced(&self, camera: CameraId, now: Duration, delay: Duration) -> f32 {
        let mut inner = locked(&self.inner);
        inner.stages[Stage::EndToEnd as usize].take_in(delay);
        inner.since_reading.saturating_record(u64::try_from(delay.as_micros()).unwrap_or(LONGEST_US));
        let counted = inner.cameras.entry(camera).or_default();
        counted.figures.last_delay = delay;
        counted.recent.push_back(now);
        while counted.recent.front().is_some_and(|first| now.saturating_sub(*first) > RATE_SPAN) {
            counted.recent.pop_front();
        }
        let span = counted.recent.front().map_or(0.0, |first| now.saturating_sub(*first).as_secs_f32());
        counted.figures.fps = if span > 0.0 { (counted.recent.len() - 1) as f32 / span } else { 0.0 };
        counted.figures.fps
    }

    /// How the program fared since this was asked last; `dropped` counts all frames that were ever replaced. What waits and
    /// what is free is for others to say.
    pub(crate) fn reading(&self, now: Duration, dropped: u64) -> Reading {
        let mut inner = locked(&self.inner);
        let (read, busy_us) = (inner.read, self.busy_us.load(Ordering::Relaxed));
        let span_us = now.saturating_sub(read.at).as_micros() as f64 * f64::from(self.workers);
        let lost = dropped.saturating_sub(read.dropped);
        let frames = inner.since_reading.len();
        let all = (frames + lost).max(1) as f32;
        let end_to_end_p95 = percentiles(&inner.since_reading).p95;
        inner.since_reading.reset();
        inner.read = Read { at: now, busy_us, dropped };
        if now.saturating_sub(inner.turned_at) >= RECENT_SPAN {
            inner.turned_at = now;
            inner.stages.iter_mut().for_each(Times::turn);
        }
        Reading {
            end_to_end_p95,
            dropped_share: lost as f32 / all,
            busy_share: (busy_us.saturating_sub(read.busy_us) as f64 / span_us.max(1.0)) as f32,
            frames,
            ..Reading::default()
        }
    }

    /// Begins anew with the times of the stages.
    pub(crate) fn forget_times(&self) {
        locked(&self.inner).stages.iter_mut().for_each(|times| *times = Times::new());
    }

    /// The times of a stage: of all frames so far, and of the last five to ten seconds.
    pub(crate) fn stage(&self, stage: Stage) -> StageHealth {
        let inner = locked(&self.inner);
        let times = &inner.stages[stage as usize];
        StageHealth { stage, all: times.all(), recent: times.recent(), within: times.within() }
    }

    pub(crate) fn of(&self, camera: CameraId) -> CameraFigures {
        locked(&self.inner).cameras.get(&camera).map(|counted| counted.figures).unwrap_or_default()
    }

    pub(crate) fn clear(&self, camera: CameraId) {
        locked(&self.inner).cameras.remove(&camera);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAMERA: CameraId = CameraId(1);

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn percentiles_are_those_of_the_times_to_two_digits() {
        let figures = Figures::new(1);
        (1..=100).for_each(|i| figures.took(Stage::Detect, ms(i)));
        let StageHealth { all, recent, within, .. } = figures.stage(Stage::Detect);
        for (found, expected) in [(all.p50, 50.0), (all.p95, 95.0), (all.p99, 99.0), (all.most, 100.0)] {
            let off = (found.as_secs_f64() * 1000.0 / expected - 1.0).abs();
            assert!(off < 0.01, "{found:?} is {expected} ms");
        }
        assert_eq!((all.samples, all.sum), (100, ms(5050)));
        assert_eq!((recent.samples, recent.p95), (100, all.p95), "all of it was just now");
        assert_eq!(figures.stage(Stage::Embed).all, Percentiles::default(), "nothing is not zero milliseconds");
        let of_hundred = [1, 2, 5, 10, 20, 35, 50, 75, 100, 100, 100, 100, 100, 100];
        assert_eq!(within, of_hundred, "up to each of {TIME_BOUNDS_MS:?} ms");
    }

    #[test]
    fn what_was_long_ago_is_not_recent() {
        let figures = Figures::new(1);
        figures.took(Stage::Detect, ms(500));
        for second in 1..=12 {
            figures.reading(Duration::from_secs(second), 0);
        }
        figures.took(Stage::Detect, ms(5));
        let StageHealth { all, recent, .. } = figures.stage(Stage::Detect);
        assert_eq!((all.samples, recent.samples), (2, 1));
        assert!(recent.most < ms(6));
    }

    #[test]
    fn a_reading_tells_what_happened_since_the_last_one() {
        let figures = Figures::new(2);
        figures.reading(Duration::from_secs(10), 7);
        for i in 0..99 {
            figures.announced(CAMERA, Duration::from_secs(10) + ms(i * 10), ms(20));
        }
        figures.worked(ms(1500));
        let reading = figures.reading(Duration::from_secs(11), 8);
        assert_eq!((reading.frames, reading.dropped_share), (99, 0.01), "one of a hundred was lost");
        assert!((reading.busy_share - 0.75).abs() < 0.01, "one and a half of two seconds: {reading:?}");
        assert!((19.0..21.0).contains(&(reading.end_to_end_p95.as_secs_f64() * 1e3)));
        let next = figures.reading(Duration::from_secs(12), 8);
        assert_eq!((next.frames, next.dropped_share, next.busy_share), (0, 0.0, 0.0), "and nothing since");
    }

    #[test]
    fn absurd_times_are_counted_as_the_longest() {
        let figures = Figures::new(1);
        figures.took(Stage::Alert, Duration::MAX);
        figures.took(Stage::Alert, Duration::ZERO);
        assert_eq!(figures.stage(Stage::Alert).all.samples, 2);
    }

    #[test]
    fn the_frame_rate_is_that_of_the_last_seconds() {
        let figures = Figures::new(1);
        let fps = (0..100).map(|i| figures.announced(CAMERA, ms(i * 40), ms(1))).last();
        assert!(fps.is_some_and(|fps| (24.5..25.5).contains(&fps)), "{fps:?}");
        assert!((figures.of(CAMERA).fps - 25.0).abs() < 0.5);
    }
}
