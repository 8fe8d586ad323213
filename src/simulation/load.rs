//! Load: participants without thinking time play whole sessions against a running server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use hyper::Uri;
use indicatif::ProgressBar;
use tokio::task::JoinSet;

use super::http::GaveUp;
use super::load_player::Player;
use crate::study::Study;

/// Why the load stopped.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The link is no join link.
    #[error("`{0}` is no join link")]
    Link(String),
    /// A request got no answer for too long.
    #[error(transparent)]
    GaveUp(#[from] GaveUp),
    /// The server answered something that no participant should see.
    #[error("unexpected answer at {0}")]
    Unexpected(String),
    /// A task ended early.
    #[error("a task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
}

/// How much load, and how patiently.
#[derive(Debug, Clone)]
pub struct LoadSettings {
    /// The join link.
    pub link: String,
    /// Sessions to be played.
    pub participants: u64,
    /// At the same time.
    pub concurrent: u64,
    /// Seed of the decisions.
    pub seed: u64,
    /// How long a request is tried again.
    pub patience: Duration,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct LoadReport {
    /// Seconds from the first request to the last answer.
    pub seconds: f64,
    /// Milliseconds from sending a decision to its acknowledgement, sorted.
    pub latencies_ms: Vec<f64>,
    /// Ids of the events that the server said are on disk.
    pub acknowledged: Vec<String>,
    /// Requests that had to be sent again.
    pub retries: u64,
    /// Sessions that ended with an error, in words.
    pub errors: Vec<String>,
}

impl LoadReport {
    /// Acknowledged decisions per second.
    pub fn submits_per_second(&self) -> f64 {
        self.latencies_ms.len() as f64 / self.seconds
    }

    /// A quantile of the latencies, in milliseconds.
    pub fn latency_ms(&self, share: f64) -> f64 {
        let last = self.latencies_ms.len().saturating_sub(1);
        self.latencies_ms.get((share * last as f64).round() as usize).copied().unwrap_or(f64::NAN)
    }
}

/// Plays sessions against a server until all are done.
pub async fn run_load(
    study: Arc<Study>,
    settings: LoadSettings,
    progress: ProgressBar,
) -> Result<LoadReport, LoadError> {
    let link: Uri = settings.link.parse().map_err(|_| LoadError::Link(settings.link.clone()))?;
    if !link.path().starts_with("/j/") || link.scheme_str() != Some("http") {
        return Err(LoadError::Link(settings.link));
    }
    let next = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let mut players = JoinSet::new();
    for _ in 0..settings.concurrent {
        let (study, settings, link, next, progress) =
            (study.clone(), settings.clone(), link.clone(), next.clone(), progress.clone());
        players.spawn(async move {
            let mut report = LoadReport::default();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= settings.participants {
                    return report;
                }
                let played = Player::new(&study, &settings, &link, number, &mut report).play().await;
                report.errors.extend(played.err().map(|error| error.to_string()));
                progress.inc(1);
            }
        });
    }
    let mut total = LoadReport::default();
    while let Some(report) = players.join_next().await {
        let report = report?;
        total.latencies_ms.extend(report.latencies_ms);
        total.acknowledged.extend(report.acknowledged);
        total.errors.extend(report.errors);
        total.retries += report.retries;
    }
    total.seconds = started.elapsed().as_secs_f64();
    total.latencies_ms.sort_by(f64::total_cmp);
    Ok(total)
}
