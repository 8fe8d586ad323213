//! Killed ten times under load, the server has lost no acknowledged answer, and every chain holds.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use indicatif::ProgressBar;
use overtrust::journal::verify;
use overtrust::simulation::{LoadSettings, run_load};

use super::program::Server;
use super::studies::quickstart;

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_answer_is_lost_when_the_server_is_killed() {
    const KILLS: usize = 10;
    const SESSIONS: u64 = 200;
    let mut server = Server::start();
    let settings = LoadSettings {
        link: server.join_link.clone(),
        participants: SESSIONS,
        concurrent: 50,
        seed: 5,
        patience: Duration::from_mins(1),
    };
    let load = tokio::spawn(run_load(Arc::new(quickstart()), settings, ProgressBar::hidden()));
    for kill in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(120)).await;
        assert!(!load.is_finished(), "the load ended before kill {kill}");
        server.kill();
        server.restart();
    }
    let report = load.await.unwrap().unwrap();
    assert!(report.errors.is_empty(), "{:?}", report.errors.first());
    assert!(report.retries > 0, "the kills were felt");

    let records = server.records().await;
    let written: HashSet<&str> = records.iter().map(|record| record.client_id.as_str()).collect();
    let lost = report.acknowledged.iter().filter(|id| !written.contains(id.as_str())).count();
    assert_eq!(lost, 0, "of {} acknowledged events", report.acknowledged.len());
    assert_eq!(report.acknowledged.len() as u64, SESSIONS * 30 * 8, "every session was finished");
    for chain in records.chunk_by(|one, other| one.participant == other.participant) {
        verify(chain).unwrap();
    }
}
