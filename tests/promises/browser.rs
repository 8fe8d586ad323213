//! One participant takes part by keyboard alone in a real browser; and the instrument itself is measured.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use overtrust::journal::{Record, verify};
use overtrust::session::Event;
use serde_json::json;

use super::browser_walk::{BROWSER, chain, consider, open_browser, runs_trials, send_form, show_alert, submit};
use super::devtools::ELSEWHERE;
use super::notice;
use super::program::Server;

fn judged(records: &[Record]) -> usize {
    records.iter().filter(|record| record.kind == "judged").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_by_keyboard_survives_a_reload_and_a_restart() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("a session by keyboard").await else { return };
    let mut server = Server::start();
    page.go(&server.join_link.replace("127.0.0.1", ELSEWHERE)).await;
    let (mut forms, mut alerts) = (0, 0);
    while page.eval("!!document.querySelector('main form') || !!document.querySelector('main[data-state]')").await
        == json!(true)
    {
        if !runs_trials(&mut page).await {
            send_form(&mut page).await;
            forms += 1;
            continue;
        }
        page.wait_for("['between', 'sending'].includes(document.querySelector('main')?.dataset.state) || !document.querySelector('main[data-state]')").await;
        if page.eval("document.querySelector('main')?.dataset.state === 'between'").await != json!(true) {
            page.wait_for("!document.querySelector('main[data-state]') && document.readyState === 'complete'").await;
            continue;
        }
        show_alert(&mut page).await;
        alerts += 1;
        if alerts == 8 {
            page.press("c").await;
            page.call("Page.reload", json!({})).await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            show_alert(&mut page).await;
        }
        consider(&mut page).await;
        if alerts == 12 {
            server.kill();
            submit(&mut page).await;
            show_alert(&mut page).await;
            alerts += 1;
            consider(&mut page).await;
            server.restart();
        }
        submit(&mut page).await;
    }
    // Start, consent, background, forecast, the look at the browser, instructions, four feedbacks, two blocks, the end, the debrief.
    assert_eq!((forms, alerts), (14, 30));
    let chain = chain(&server).await;
    verify(&chain).unwrap();
    assert_eq!(judged(&chain), 30);
    let events = overtrust::journal::events(&chain).unwrap();
    let openings = events.iter().filter(|event| matches!(event, Event::TrialOpened { .. })).count();
    assert_eq!(openings, 31, "the reload is on record");
    assert!(events.iter().any(|event| matches!(event, Event::Debriefed { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn recorded_times_are_those_of_the_keys() {
    const TRIALS: usize = 16;
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("the measurement of the instrument").await else { return };
    let server = Server::start();
    page.go(&server.join_link.clone()).await;
    let mut delays = Vec::new();
    while delays.len() < TRIALS {
        if !runs_trials(&mut page).await {
            send_form(&mut page).await;
            continue;
        }
        page.wait_for("document.querySelector('main')?.dataset.state === 'between'").await;
        // An observer of its own: the frame after the one in which the alert entered the document.
        page.eval(
            "window.seen = new Promise((resolve) => new MutationObserver((_, observer) => {
               if (!document.querySelector('article.trial')) return;
               observer.disconnect();
               requestAnimationFrame((frame) => resolve(performance.timeOrigin + frame));
             }).observe(document.querySelector('main'), { childList: true, subtree: true })); 0",
        )
        .await;
        page.press(" ").await;
        let onset = page.eval("window.seen").await.as_f64().unwrap();
        consider(&mut page).await;
        tokio::time::sleep(Duration::from_millis(150 + 70 * delays.len() as u64 % 500)).await;
        let pressed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64() * 1000.0;
        delays.push(pressed - onset);
        submit(&mut page).await;
        page.wait_for(
            "!document.querySelector('main[data-state]') || document.querySelector('main').dataset.state === 'between'",
        )
        .await;
    }
    page.wait_for("document.querySelector('#saving')?.textContent.includes('saved') ?? true").await;
    let chain = chain(&server).await;
    let mut recorded = Vec::new();
    for event in overtrust::journal::events(&chain).unwrap() {
        if let Event::Judged(judgement) = event {
            recorded.push(judgement.timing.wall_ms);
        }
    }
    let mut errors: Vec<f64> = recorded.iter().zip(&delays).map(|(recorded, pressed)| recorded - pressed).collect();
    assert_eq!(errors.len(), TRIALS);
    errors.sort_by(f64::total_cmp);
    let (median, least, most) = (errors[TRIALS / 2], errors[0], errors[TRIALS - 1]);
    notice(&format!("recorded minus pressed, {TRIALS} trials: median {median:.2} ms, from {least:.2} to {most:.2} ms"));
    assert!(median.abs() < 5.0, "{errors:?}");
}
