//! Events as lines.
//!
//! Owns the shape of each line, as JSON and in words (`docs/command-line.md`). Must not know where events come from.
//! Invariant: every line about a sighting says where the face was and on which frame, also the last one, when nobody is
//! there any more.

use crate::cli::{moment, names, paper::Paper};
use porchlight_domain::{BoxInFrame, CameraId, CameraState, SightingId, Subject, Timestamp, Verdict};
use porchlight_engine::{AlertNews, Event, SightingNews};
use serde::Serialize;
use std::{
    collections::{HashMap, HashSet},
    io,
    sync::Arc,
    time::Duration,
};

/// Prints events.
pub(crate) struct Report {
    paper: Paper,
    is_json: bool,
    /// Cameras that are not tried again when they fail.
    clips: HashSet<CameraId>,
    camera_names: HashMap<CameraId, Arc<str>>,
    /// The latest news of each open sighting.
    open: HashMap<SightingId, Arc<SightingNews>>,
    /// Cameras whose end is told once their sightings are.
    ended: HashSet<CameraId>,
    /// The latest moment told. A film that is analysed faster than it plays is ahead of the clock.
    latest: Timestamp,
}

#[derive(Serialize)]
struct SightingLine<'a> {
    at: String,
    camera: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    sighting: i64,
    verdict: &'a str,
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor: Option<i64>,
    similarity: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
    candidates: Vec<names::CandidateLine>,
    #[serde(rename = "box")]
    area: [f64; 4],
    frame: u64,
    latency_ms: f64,
    /// Why there is no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alert: Option<i64>,
    /// What the rules that tell are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    told_by: Option<Vec<&'a str>>,
    started_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<String>,
}

#[derive(Serialize)]
struct StateLine<'a> {
    at: String,
    camera: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    state: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_in_secs: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

#[derive(Serialize)]
struct ErrorLine<'a> {
    at: String,
    camera: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<&'a str>,
    message: &'a str,
}

impl Report {
    pub(crate) fn new(is_json: bool, clips: HashSet<CameraId>) -> Self {
        Self {
            paper: Paper::new(),
            is_json,
            clips,
            camera_names: HashMap::new(),
            open: HashMap::new(),
            ended: HashSet::new(),
            latest: Timestamp(0),
        }
    }

    /// Prints what an event says, if it is one for the owner. `now` is when it came.
    ///
    /// # Errors
    /// Standard output is gone.
    pub(crate) fn take(&mut self, event: &Event, now: Timestamp) -> io::Result<()> {
        match event {
            Event::SightingStarted(news) => self.sighting("sighting-started", news),
            Event::SightingUpdated(news) => self.sighting("sighting-updated", news),
            Event::SightingEnded(news) => self.sighting_ended(news),
            Event::Alert(news) => self.alert(news),
            Event::CameraState { camera, name, state } => {
                self.camera_names.insert(*camera, Arc::clone(name));
                if *state == CameraState::Ended {
                    self.ended.insert(*camera);
                    return Ok(());
                }
                self.state(*camera, name, state, now)
            }
            Event::Trouble { camera, detail } => {
                let name = camera.and_then(|camera| self.camera_names.get(&camera).cloned());
                self.error(name.as_deref(), None, detail, now)
            }
            _ => Ok(()),
        }
    }

    /// Everything of a camera was told.
    ///
    /// # Errors
    /// Standard output is gone.
    pub(crate) fn over(&mut self, camera: CameraId, now: Timestamp) -> io::Result<()> {
        match self.camera_names.get(&camera).cloned() {
            Some(name) if self.ended.remove(&camera) => {
                self.state(camera, &name, &CameraState::Ended, now.max(self.latest))
            }
            _ => Ok(()),
        }
    }

    fn sighting(&mut self, kind: &str, news: &Arc<SightingNews>) -> io::Result<()> {
        self.open.insert(news.id, Arc::clone(news));
        self.latest = self.latest.max(news.at);
        self.print_sighting(kind, news, news.at, news.box_in_frame, news.frame)
    }

    fn sighting_ended(&mut self, news: &SightingNews) -> io::Result<()> {
        // Nobody is on the frame on which somebody turned out to have left.
        let last = self.open.remove(&news.id);
        self.latest = self.latest.max(news.ended_at.unwrap_or(news.at));
        let (area, frame) = last.map_or((news.box_in_frame, news.frame), |last| (last.box_in_frame, last.frame));
        self.print_sighting("sighting-ended", news, news.ended_at.unwrap_or(news.at), area, frame)
    }

    fn print_sighting(
        &mut self,
        kind: &str,
        news: &SightingNews,
        at: Timestamp,
        area: BoxInFrame,
        frame: u64,
    ) -> io::Result<()> {
        if !self.is_json {
            let words = in_words(kind, news);
            return self.words(at, &news.camera_name, &words);
        }
        let identity = &news.identity;
        let nearest = identity.chosen().or_else(|| identity.candidates.first());
        self.paper.json(&SightingLine {
            at: moment::rfc3339(at),
            camera: &news.camera_name,
            kind,
            sighting: news.id.0,
            verdict: identity.verdict.as_str(),
            name: news.name.as_deref(),
            visitor: news.visitor_number,
            similarity: nearest.map(|candidate| names::number(candidate.similarity)),
            threshold: nearest.map(|candidate| names::number(candidate.threshold)),
            candidates: names::candidates(&identity.candidates),
            area: names::pixels(area),
            frame,
            latency_ms: millis(news.latency),
            why: identity.no_name.map(|why| why.as_str()),
            alert: None,
            told_by: None,
            started_at: Some(moment::rfc3339(news.started_at)),
            ended_at: news.ended_at.map(moment::rfc3339),
        })
    }

    fn alert(&mut self, news: &AlertNews) -> io::Result<()> {
        if !self.is_json {
            let words = format!("ALERT: {}", whom_in_words(news));
            return self.words(news.at, &news.camera_name, &words);
        }
        let sighting = self.open.get(&news.sighting);
        let candidates = sighting.map(|sighting| names::candidates(&sighting.identity.candidates)).unwrap_or_default();
        let started_at = sighting.map(|sighting| moment::rfc3339(sighting.started_at));
        self.paper.json(&SightingLine {
            at: moment::rfc3339(news.at),
            camera: &news.camera_name,
            kind: "alert",
            sighting: news.sighting.0,
            verdict: news.verdict.as_str(),
            name: news.name.as_deref(),
            visitor: news.subject.and_then(Subject::visitor).map(|visitor| visitor.0),
            similarity: news.similarity.map(names::number),
            threshold: news.threshold.map(names::number),
            candidates,
            area: names::pixels(news.box_in_frame),
            frame: news.frame,
            latency_ms: millis(news.latency),
            why: None,
            alert: Some(news.id.0),
            told_by: Some(news.told_by.iter().map(|told| names::rule(told.about)).collect()),
            started_at,
            ended_at: None,
        })
    }

    fn state(&mut self, camera: CameraId, name: &str, state: &CameraState, now: Timestamp) -> io::Result<()> {
        let (seconds, trouble, retry_in_secs) = match *state {
            CameraState::Stalled { seconds } => (Some(seconds), None, None),
            CameraState::Failed { trouble, retry_in_secs } => {
                (None, Some(trouble), retry_in_secs.filter(|_| !self.clips.contains(&camera)))
            }
            _ => (None, None, None),
        };
        if self.is_json {
            self.paper.json(&StateLine {
                at: moment::rfc3339(now),
                camera: name,
                kind: "camera-state",
                state: names::state(state),
                seconds,
                trouble: trouble.map(names::trouble),
                retry_in_secs,
                until: match state {
                    CameraState::OffHours { until } => until.map(moment::rfc3339),
                    _ => None,
                },
            })?;
        } else if trouble.is_none() {
            let words = match seconds {
                Some(seconds) => format!("no picture for {seconds} s"),
                None => names::state(state).to_owned(),
            };
            self.words(now, name, &words)?;
        }
        let Some(trouble) = trouble else { return Ok(()) };
        let mut message = names::trouble_in_words(trouble).to_owned();
        if let Some(seconds) = retry_in_secs {
            message += &format!("; trying again in {seconds} s");
        }
        self.error(Some(name), Some(names::trouble(trouble)), &message, now)
    }

    fn error(&mut self, camera: Option<&str>, trouble: Option<&str>, message: &str, now: Timestamp) -> io::Result<()> {
        if self.is_json {
            return self.paper.json(&ErrorLine { at: moment::rfc3339(now), camera, kind: "error", trouble, message });
        }
        self.words(now, camera.unwrap_or("-"), &format!("error: {message}"))
    }

    fn words(&mut self, at: Timestamp, camera: &str, words: &str) -> io::Result<()> {
        self.paper.line(&format!("{}  {camera}: {words}", moment::time_of_day(at)))
    }
}

fn whom_in_words(news: &AlertNews) -> String {
    let how_sure = news.similarity.map(|similarity| format!(" ({:.2})", similarity.0)).unwrap_or_default();
    let who = match (&news.name, news.subject.and_then(Subject::visitor)) {
        (Some(name), _) => name.to_string(),
        (None, Some(visitor)) => format!("Visitor {visitor}"),
        (None, None) => "somebody".into(),
    };
    format!("{who} is here, {}{how_sure}", news.verdict.as_str())
}

fn in_words(kind: &str, news: &SightingNews) -> String {
    let identity = &news.identity;
    let how_sure = identity.chosen().map(|candidate| format!(" ({:.2})", candidate.similarity.0)).unwrap_or_default();
    let who = match (identity.verdict, &news.name, news.visitor_number) {
        (_, Some(name), _) => name.to_string(),
        (Verdict::Visitor, _, Some(number)) => format!("Visitor {number}"),
        (Verdict::Visitor, _, None) => "a stranger".into(),
        _ => "somebody".into(),
    };
    let verdict = identity.verdict.as_str();
    match kind {
        "sighting-started" => format!("{who} is here, {verdict}{how_sure}"),
        "sighting-updated" => format!("it is {who}, {verdict}{how_sure}"),
        _ => {
            let seconds = news.ended_at.unwrap_or(news.at).millis_since(news.started_at) as f64 / 1000.0;
            format!("{who} has left after {seconds:.1} s, {verdict}")
        }
    }
}

fn millis(latency: Duration) -> f64 {
    (latency.as_secs_f64() * 1e4).round() / 10.0
}
