//! Load: participants without thinking time play whole sessions against a running server. They decide at random.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use hyper::{Method, Uri};
use indicatif::ProgressBar;
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Deserialize;
use tokio::task::JoinSet;

use super::http::{Body, Browserless};
use crate::server::{WireEvent, WireReply, WireSubmission, WireWhat, page_named};
use crate::session::Timing;
use crate::study::{Aided, Page, Question, Scale, Study};

/// Why the load stopped.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The link is no join link.
    #[error("`{0}` is no join link")]
    Link(String),
    /// A request got no answer for too long.
    #[error("gave up on {path}: {problem}")]
    GaveUp {
        /// What was asked for.
        path: String,
        /// What came back last.
        problem: String,
    },
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
                let mut player = Player::new(&study, &settings, &link, number, &mut report);
                if let Err(error) = player.play().await {
                    player.report.errors.push(error.to_string());
                }
                player.report.retries += player.client.retries;
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

/// Trials as the server lists them; the text of the alerts is not read.
#[derive(Debug, Deserialize)]
struct TrialList {
    trials: Vec<TrialName>,
}

#[derive(Debug, Deserialize)]
struct TrialName {
    reference: String,
}

struct Player<'p> {
    study: &'p Study,
    link: &'p Uri,
    client: Browserless,
    rng: ChaCha8Rng,
    report: &'p mut LoadReport,
}

impl<'p> Player<'p> {
    fn new(study: &'p Study, settings: &LoadSettings, link: &'p Uri, number: u64, report: &'p mut LoadReport) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(settings.seed);
        rng.set_stream(number);
        let client = Browserless::new(link.clone(), settings.patience);
        Self { study, link, client, rng, report }
    }

    async fn play(&mut self) -> Result<(), LoadError> {
        const MOST_SCREENS: usize = 1000;
        self.client.request(Method::POST, self.link.path(), Body::Form(String::new())).await?;
        for _ in 0..MOST_SCREENS {
            let page = self.client.get("/session").await?.body;
            if page.contains("action=\"/session/consent\"") {
                self.form("/session/consent", "agree=yes".into()).await?;
            } else if page.contains("action=\"/session/debrief\"") {
                return self.form("/session/debrief", "keep=yes".into()).await;
            } else if let Some(name) = field(&page, "page") {
                let form = self.answers(name);
                self.form("/session/answers", form).await?;
            } else if page.contains("/assets/trial-page.js") {
                self.trials().await?;
            } else {
                break;
            }
        }
        Err(LoadError::Unexpected("/session".into()))
    }

    async fn form(&mut self, path: &str, fields: String) -> Result<(), LoadError> {
        let answer = self.client.request(Method::POST, path, Body::Form(fields)).await?;
        if answer.status.is_redirection() { Ok(()) } else { Err(LoadError::Unexpected(path.into())) }
    }

    async fn trials(&mut self) -> Result<(), LoadError> {
        const PATH: &str = "/session/events";
        let listed = self.client.get("/session/trials").await?;
        let list: TrialList =
            serde_json::from_str(&listed.body).map_err(|_| LoadError::Unexpected("/session/trials".into()))?;
        for TrialName { reference } in list.trials {
            let submission = self.decide(&reference);
            let body = serde_json::to_string(&submission).map_err(|_| LoadError::Unexpected(PATH.into()))?;
            let sent = Instant::now();
            let answer = self.client.request(Method::POST, PATH, Body::Json(body)).await?;
            let reply: WireReply =
                serde_json::from_str(&answer.body).map_err(|_| LoadError::Unexpected(PATH.into()))?;
            self.report.latencies_ms.push(sent.elapsed().as_secs_f64() * 1000.0);
            if let Some(refusal) = reply.refused.first() {
                return Err(LoadError::Unexpected(format!("{PATH}: {}", refusal.reason)));
            }
            self.report.acknowledged.extend(reply.saved);
        }
        Ok(())
    }

    /// A whole trial: three panels, then a verdict.
    fn decide(&mut self, reference: &str) -> WireSubmission {
        let mut whats = vec![WireWhat::TrialOpened { onset_epoch_ms: 0.0 }];
        for (index, panel) in ["a", "b", "c"].iter().enumerate() {
            let at_ms = (index as f64 + 1.0) * 1000.0;
            whats.push(WireWhat::EvidenceOpened { evidence: (*panel).into(), at_ms });
            whats.push(WireWhat::EvidenceClosed { evidence: (*panel).into(), at_ms: at_ms + 900.0 });
        }
        whats.push(WireWhat::Judged {
            verdict: self.rng.random_range(1..=3),
            confidence: 10 * self.rng.random_range(5..=10),
            decisive: vec!["a".into()],
            timing: Timing {
                wall_ms: self.rng.random_range(5_000.0..90_000.0),
                hidden_ms: 0.0,
                refresh_ms: 1000.0 / 60.0,
                dropped_frames: 0,
                clock_step_ms: 0.1,
            },
        });
        let event =
            |what| WireEvent { id: format!("{:032x}", self.rng.random::<u128>()), trial: reference.into(), what };
        WireSubmission { events: whats.into_iter().map(event).collect() }
    }

    /// The fields of a page's form, answered at random.
    fn answers(&mut self, name: &str) -> String {
        let page = page_named(name).unwrap_or(Page::Instructions);
        let mut form = format!("page={name}");
        for (index, Question { scale, .. }) in self.study.questions(page, Aided::No).into_iter().enumerate() {
            let field = format!("q{index}");
            // Writing to a text never fails.
            let _ = match scale {
                Scale::Duration => {
                    write!(form, "&{field}_minutes=1&{field}_seconds={}", self.rng.random_range(0..60))
                }
                Scale::PercentChange => {
                    write!(form, "&{field}_direction=faster&{field}_percent={}", self.rng.random_range(1..50))
                }
                Scale::Count { most } => write!(form, "&{field}={}", self.rng.random_range(0..=most)),
                Scale::Rating { .. } => write!(form, "&{field}={}", 5 * self.rng.random_range(0..=20)),
                Scale::Agreement => write!(form, "&{field}={}", self.rng.random_range(1..=7)),
                Scale::Choice(options) => write!(form, "&{field}={}", self.rng.next_u32() as usize % options.len()),
            };
        }
        form
    }
}

/// The value of a hidden field of a page.
fn field<'t>(page: &'t str, name: &str) -> Option<&'t str> {
    let (_, after) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    after.split_once('"').map(|(value, _)| value)
}
