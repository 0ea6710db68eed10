//! A watch from its beginning to its end: events are told as they come, until every camera is over or the owner has
//! enough.
//!
//! Owns when it is over. Must not know how events are told. Invariants: the last event of a camera is told before the
//! watch ends; while cameras are being stopped events are still taken, so that nobody waits for somebody who waits.

use super::report::Report;
use crate::cli::{interrupt, paper::say};
use crossbeam_channel::{Receiver, Sender, bounded, never, select};
use porchlight_domain::{CameraId, CameraState, Clock, Timestamp};
use porchlight_engine::{Engine, Event, SystemClock, VisionState};
use std::{
    collections::HashSet,
    io,
    thread::{self, Scope},
    time::Duration,
};

/// How often it is looked whether the models turned out to be missing, or enough frames were seen.
const LOOK: Duration = Duration::from_millis(50);

/// How a watch ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Over {
    /// Cameras that could not be opened or broke, and did not come back.
    pub(crate) failed: usize,
    /// Faces could not be looked for.
    pub(crate) lacks_models: bool,
}

/// A watch over running cameras.
pub(crate) struct Vigil<'a> {
    pub(crate) engine: &'a Engine,
    /// Subscribed before the cameras were started.
    pub(crate) events: Receiver<Event>,
    pub(crate) cameras: Vec<CameraId>,
    /// Those of the cameras that come to an end; they are not tried again when they fail.
    pub(crate) clips: HashSet<CameraId>,
    /// Ends after so many frames of all cameras together.
    pub(crate) most_frames: Option<u64>,
    pub(crate) report: Report,
}

/// What is known so far.
struct SoFar {
    left: usize,
    is_ending: bool,
    /// Clips that failed and were stopped for it. Whoever waits for their end may find them gone already.
    given_up: HashSet<CameraId>,
    over: Over,
    /// The first failure to print; after it events are taken and not told.
    printing: io::Result<()>,
}

impl<'a> Vigil<'a> {
    /// Keeps watch.
    ///
    /// # Errors
    /// Standard output is gone, or a thread could not be started.
    pub(crate) fn keep(mut self) -> anyhow::Result<Over> {
        let asked = interrupt::asked_to_end()?;
        let over = Over { failed: 0, lacks_models: false };
        let mut so_far =
            SoFar { left: self.cameras.len(), is_ending: false, given_up: HashSet::new(), over, printing: Ok(()) };
        thread::scope(|scope| self.keep_within(scope, asked, &mut so_far))?;
        self.take_waiting(&mut so_far);
        so_far.printing?;
        let missed = self.engine.missed_events();
        if missed > 0 {
            say(&format!("{missed} events could not be printed, because what reads them was too slow"));
        }
        Ok(so_far.over)
    }

    fn keep_within<'s>(
        &mut self,
        scope: &'s Scope<'s, '_>,
        mut asked: Receiver<()>,
        so_far: &mut SoFar,
    ) -> io::Result<()>
    where
        'a: 's,
    {
        let (over, camera_over) = bounded(self.cameras.len());
        if let Err(error) = self.await_ends(scope, &over) {
            // Whoever waits already must not wait forever.
            self.cameras.iter().for_each(|camera| self.engine.stop_camera(*camera));
            return Err(error);
        }
        let mut events = self.events.clone();
        while so_far.left > 0 {
            select! {
                recv(events) -> event => match event {
                    Ok(event) => self.take(scope, &event, so_far),
                    Err(_) => events = never(),
                },
                recv(camera_over) -> one => if let Ok((camera, state)) = one {
                    self.camera_over(camera, &state, so_far);
                },
                recv(asked) -> _ => {
                    asked = never();
                    self.end(scope, so_far);
                },
                default(LOOK) => {}
            }
            self.look_for_models(so_far);
            if self.has_seen_enough() || so_far.printing.is_err() {
                self.end(scope, so_far);
            }
        }
        Ok(())
    }

    /// One thread a camera waits for its end.
    fn await_ends<'s>(&self, scope: &'s Scope<'s, '_>, over: &Sender<(CameraId, CameraState)>) -> io::Result<()>
    where
        'a: 's,
    {
        for &camera in &self.cameras {
            let (over, engine) = (over.clone(), self.engine);
            let wait = move || {
                // The queue has a place for every camera.
                over.send((camera, engine.finish_clip(camera))).ok();
            };
            thread::Builder::new().name(format!("end-{camera}")).spawn_scoped(scope, wait)?;
        }
        Ok(())
    }

    fn take<'s>(&mut self, scope: &'s Scope<'s, '_>, event: &Event, so_far: &mut SoFar)
    where
        'a: 's,
    {
        if let Event::CameraState { camera, state: CameraState::Failed { retry_in_secs: Some(_), .. }, .. } = event
            && self.clips.contains(camera)
        {
            so_far.given_up.insert(*camera);
            stop(scope, self.engine, &[*camera]);
        }
        self.tell(event, so_far);
    }

    fn tell(&mut self, event: &Event, so_far: &mut SoFar) {
        if so_far.printing.is_ok() {
            so_far.printing = self.report.take(event, now());
        }
    }

    fn take_waiting(&mut self, so_far: &mut SoFar) {
        while let Ok(event) = self.events.try_recv() {
            self.tell(&event, so_far);
        }
    }

    /// Its sightings were closed before it was said to be over, so what waits is all there will be of it.
    fn camera_over(&mut self, camera: CameraId, state: &CameraState, so_far: &mut SoFar) {
        so_far.left -= 1;
        let has_failed = matches!(state, CameraState::Failed { .. }) || so_far.given_up.contains(&camera);
        so_far.over.failed += usize::from(has_failed);
        self.take_waiting(so_far);
        if so_far.printing.is_ok() {
            so_far.printing = self.report.over(camera, now());
        }
    }

    fn end<'s>(&self, scope: &'s Scope<'s, '_>, so_far: &mut SoFar)
    where
        'a: 's,
    {
        if !so_far.is_ending {
            so_far.is_ending = true;
            stop(scope, self.engine, &self.cameras);
        }
    }

    fn has_seen_enough(&self) -> bool {
        self.most_frames.is_some_and(|most| {
            self.cameras.iter().map(|camera| self.engine.camera_figures(*camera).frames).sum::<u64>() >= most
        })
    }

    fn look_for_models(&self, so_far: &mut SoFar) {
        if so_far.over.lacks_models {
            return;
        }
        if let VisionState::Missing(what) = self.engine.vision_state() {
            so_far.over.lacks_models = true;
            say(&format!("no face can be recognised, not installed: {what}"));
            say("to install the face models: porchlight models install; to see what is missing: porchlight doctor");
        }
    }
}

/// Stops cameras beside the watch: stopping closes sightings, and that is told by events somebody must take.
fn stop<'s, 'a: 's>(scope: &'s Scope<'s, '_>, engine: &'a Engine, cameras: &[CameraId]) {
    let stopping = cameras.to_vec();
    let beside = thread::Builder::new().name("stop".into()).spawn_scoped(scope, move || {
        stopping.iter().for_each(|camera| engine.stop_camera(*camera));
    });
    if beside.is_err() {
        cameras.iter().for_each(|camera| engine.stop_camera(*camera));
    }
}

fn now() -> Timestamp {
    SystemClock::default().now()
}
