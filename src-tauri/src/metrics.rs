//! Figures for a Prometheus server, where the owner runs one.
//!
//! Owns the text and the little server. Must not measure anything: it tells what the engine counts. Invariants: off unless
//! asked for; only this machine can ask; cameras have numbers here and no names, and nobody who was seen is in it.
//!
//! Format: Prometheus text exposition 0.0.4.

use anyhow::{Context, Result};
use porchlight_engine::{Engine, Health, Stage, TIME_BOUNDS_MS};
use std::{fmt::Write as _, net::Ipv4Addr, sync::Arc, thread::Builder, time::Duration};
use tiny_http::{Header, Method, Response, Server};

/// Names the port where `--metrics` does not.
pub const VARIABLE: &str = "PORCHLIGHT_METRICS_PORT";
/// How often the server looks whether it is still wanted.
const PATIENCE: Duration = Duration::from_millis(500);

/// The port that the environment names.
///
/// # Errors
/// It is no port.
pub(crate) fn port_from_env() -> Result<Option<u16>> {
    match std::env::var(VARIABLE) {
        Ok(port) if !port.trim().is_empty() => {
            Ok(Some(port.trim().parse().with_context(|| format!("{VARIABLE} is no port: {port}"))?))
        }
        _ => Ok(None),
    }
}

/// Answers `http://127.0.0.1:PORT/metrics` as long as somebody else holds the engine as well.
///
/// # Errors
/// The port is taken.
pub(crate) fn serve(engine: &Arc<Engine>, port: u16) -> Result<()> {
    let server = Server::http((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| anyhow::anyhow!("figures cannot be told on port {port}: {error}"))?;
    let engine = Arc::downgrade(engine);
    let answer = move || {
        while engine.strong_count() > 0 {
            let Ok(Some(request)) = server.recv_timeout(PATIENCE) else { continue };
            let Some(engine) = engine.upgrade() else { return };
            let is_asked = *request.method() == Method::Get && request.url() == "/metrics";
            let response = if !is_from_here(&request) {
                Response::from_string("only this machine may ask\n").with_status_code(403)
            } else if is_asked {
                let kind = "text/plain; version=0.0.4; charset=utf-8";
                let kind = Header::from_bytes("Content-Type", kind).ok();
                let response = Response::from_string(text(&engine.health()));
                kind.into_iter().fold(response, Response::with_header)
            } else {
                Response::from_string("the figures are at /metrics\n").with_status_code(404)
            };
            // Whoever asked has gone: nothing is lost.
            let _gone = request.respond(response);
        }
    };
    Builder::new().name("metrics".into()).spawn(answer)?;
    Ok(())
}

/// A page of the web could have its own name point to this machine; it would ask by that name.
fn is_from_here(request: &tiny_http::Request) -> bool {
    let host = request.headers().iter().find(|header| header.field.equiv("Host"));
    host.is_none_or(|host| {
        let name = host.value.as_str().rsplit_once(':').map_or(host.value.as_str(), |(name, _)| name);
        matches!(name, "127.0.0.1" | "localhost")
    })
}

/// Everything that is counted.
fn text(health: &Health) -> String {
    let mut text = Text(String::with_capacity(8192));
    let cameras = |figure: fn(&porchlight_engine::CameraHealth) -> f64| {
        health.cameras.iter().map(move |one| (format!("camera=\"{}\"", one.camera), figure(one)))
    };
    text.counter("frames_analysed", "Frames analysed.", cameras(|one| one.figures.frames as f64));
    text.counter("frames_searched", "Frames searched for faces.", cameras(|one| one.figures.searched as f64));
    text.counter("frames_dropped", "Frames replaced before they were analysed.", cameras(|one| one.dropped as f64));
    text.counter("detector_runs", "Runs of the detector.", cameras(|one| one.figures.looks as f64));
    text.counter("embedder_runs", "Faces embedded.", cameras(|one| one.figures.embeddings as f64));
    text.counter("faces", "Followed faces, frame by frame.", cameras(|one| one.figures.faces as f64));
    let cached = cameras(|one| one.figures.faces_from_cache as f64);
    text.counter("faces_from_cache", "Of these, answered without the embedder.", cached);
    text.gauge("frames_a_second", "Frames analysed a second.", cameras(|one| f64::from(one.figures.fps)));
    text.stages(health);
    let alone = |value: f64| std::iter::once((String::new(), value));
    text.counter("errors", "Frames and writes that failed.", alone(health.errors as f64));
    text.counter("missed_events", "Events that slow listeners missed.", alone(health.missed_events as f64));
    text.counter("cache_hits", "Verdicts answered from the identity cache.", alone(health.cache.hits as f64));
    text.counter("cache_misses", "Verdicts that were not in the identity cache.", alone(health.cache.misses as f64));
    text.gauge("cache_entries", "Verdicts in the identity cache.", alone(health.cache.entries as f64));
    text.gauge("frames_waiting", "Frames that wait for a worker.", alone(health.waiting as f64));
    let longest_wait = health.reading.longest_wait.as_secs_f64();
    text.gauge("longest_wait_seconds", "How long a frame has waited that waits for a worker.", alone(longest_wait));
    text.gauge("workers_busy", "Share of their time that the workers work.", alone(health.reading.busy_share.into()));
    text.gauge("governor_rung", "Rung of the ladder of savings; 0 saves nothing.", alone(health.rung as f64));
    text.counter("governor_steps", "Steps on the ladder of savings.", alone(health.steps_taken as f64));
    if let Some(bytes) = health.memory_bytes {
        text.gauge("memory_bytes", "Proportional set size, decoders included.", alone(bytes as f64));
    }
    if let Some(bytes) = health.reading.free_memory {
        text.gauge("memory_free_bytes", "What programs may still take of this machine's memory.", alone(bytes as f64));
    }
    text.0
}

struct Text(String);

impl Text {
    fn counter(&mut self, name: &str, help: &str, values: impl Iterator<Item = (String, f64)>) {
        self.metric(&format!("porchlight_{name}_total"), help, "counter", values);
    }

    fn gauge(&mut self, name: &str, help: &str, values: impl Iterator<Item = (String, f64)>) {
        self.metric(&format!("porchlight_{name}"), help, "gauge", values);
    }

    fn metric(&mut self, name: &str, help: &str, kind: &str, values: impl Iterator<Item = (String, f64)>) {
        self.line(format_args!("# HELP {name} {help}"));
        self.line(format_args!("# TYPE {name} {kind}"));
        for (labels, value) in values {
            match labels.as_str() {
                "" => self.line(format_args!("{name} {value}")),
                labels => self.line(format_args!("{name}{{{labels}}} {value}")),
            }
        }
    }

    fn stages(&mut self, health: &Health) {
        let name = "porchlight_stage_seconds";
        self.line(format_args!(
            "# HELP {name} Time of each stage of a frame; end_to_end is from arrival to announcement."
        ));
        self.line(format_args!("# TYPE {name} histogram"));
        for one in &health.stages {
            let (stage, times) = (stage_name(one.stage), &one.all);
            for (bound_ms, count) in TIME_BOUNDS_MS.into_iter().zip(one.within) {
                let seconds = Duration::from_millis(bound_ms).as_secs_f64();
                self.line(format_args!("{name}_bucket{{stage=\"{stage}\",le=\"{seconds}\"}} {count}"));
            }
            self.line(format_args!("{name}_bucket{{stage=\"{stage}\",le=\"+Inf\"}} {}", times.samples));
            self.line(format_args!("{name}_sum{{stage=\"{stage}\"}} {}", times.sum.as_secs_f64()));
            self.line(format_args!("{name}_count{{stage=\"{stage}\"}} {}", times.samples));
        }
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _never_fails = writeln!(self.0, "{line}");
    }
}

fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Wait => "wait",
        Stage::Detect => "detect",
        Stage::Embed => "embed",
        Stage::Match => "match",
        Stage::Keep => "keep",
        Stage::EndToEnd => "end_to_end",
        Stage::Alert => "alert",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use porchlight_engine::EngineParts;
    use porchlight_testkit::{FakeVisionOpener, ScriptedOpener};
    use std::{
        io::{Read as _, Write as _},
        net::{TcpListener, TcpStream},
    };

    fn engine() -> Arc<Engine> {
        let engine = Engine::start(EngineParts {
            store: Arc::new(porchlight_store::Store::in_memory().expect("a database")),
            sources: Arc::new(ScriptedOpener::new(None)),
            vision: Arc::new(FakeVisionOpener::new()),
            clock: Arc::<porchlight_engine::SystemClock>::default(),
            workers: 1,
        });
        Arc::new(engine.expect("started"))
    }

    /// A port that was free a moment ago.
    fn free_port() -> u16 {
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr()).expect("a port").port()
    }

    fn asked(port: u16, path: &str, host: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        answer
    }

    #[test]
    fn every_line_is_of_the_format() {
        let text = text(&engine().health());
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (name, value) = line.rsplit_once(' ').expect("a name and a value");
            assert!(name.starts_with("porchlight_") && value.parse::<f64>().is_ok(), "{line}");
        }
        for stage in Stage::ALL.map(stage_name) {
            assert!(text.contains(&format!("porchlight_stage_seconds_count{{stage=\"{stage}\"}} 0")), "{stage}");
            assert!(text.contains(&format!("porchlight_stage_seconds_bucket{{stage=\"{stage}\",le=\"0.035\"}} 0")));
            assert!(text.contains(&format!("porchlight_stage_seconds_bucket{{stage=\"{stage}\",le=\"+Inf\"}} 0")));
        }
        assert!(text.contains("# TYPE porchlight_governor_rung gauge\nporchlight_governor_rung 0\n"), "{text}");
    }

    #[test]
    fn this_machine_is_answered_and_a_page_of_the_web_is_not() {
        let (engine, port) = (engine(), free_port());
        serve(&engine, port).expect("the port is free");
        let figures = asked(port, "/metrics", &format!("127.0.0.1:{port}"));
        assert!(figures.starts_with("HTTP/1.1 200") && figures.contains("porchlight_errors_total 0"), "{figures}");
        assert!(asked(port, "/", "localhost").starts_with("HTTP/1.1 404"), "there is nothing else");
        assert!(asked(port, "/metrics", "evil.example").starts_with("HTTP/1.1 403"), "another name for this machine");
        assert!(serve(&engine, port).is_err(), "the port is taken, and that is said");
    }
}
