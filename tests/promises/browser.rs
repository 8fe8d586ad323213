//! One participant takes part by keyboard alone in a real browser; and the instrument itself is measured.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use overtrust::journal::{Record, verify};
use overtrust::session::Event;
use serde_json::json;
use tokio::sync::Mutex;

use super::devtools::{ELSEWHERE, Page};
use super::notice;
use super::program::Server;

/// One browser at a time: two on a small machine would disturb each other's clocks.
static BROWSER: Mutex<()> = Mutex::const_new(());

async fn open_browser(what: &str) -> Option<Page> {
    let page = Page::open().await;
    if page.is_none() {
        notice(&format!("skipped: {what}, since there is no Chromium on the path and CHROMIUM names none"));
    }
    page
}

/// Whether the page in view runs trials.
async fn runs_trials(page: &mut Page) -> bool {
    page.eval("!!document.querySelector('main[data-state]')").await == json!(true)
}

/// Fills and sends the form in view: Tab from field to field, Space, arrows and digits, Enter on the first button.
async fn send_form(page: &mut Page) {
    const MOST_TABS: usize = 200;
    let before = page.eval("performance.timeOrigin").await;
    for _ in 0..MOST_TABS {
        let focus = page
            .eval(
                "(() => { const e = document.activeElement; if (!e.closest('main form')) return 'elsewhere';
                 if (e.tagName === 'BUTTON') return 'button';
                 if (e.type === 'radio') return document.querySelector(`[name=\"${e.name}\"]:checked`) ? 'done' : 'choose';
                 if (e.type === 'checkbox') return e.checked ? 'done' : 'choose';
                 return e.type; })()",
            )
            .await;
        match focus.as_str().unwrap_or_default() {
            "button" => {
                page.press("Enter").await;
                let left = format!("performance.timeOrigin !== {before} && document.readyState === 'complete'");
                page.wait_for(&left).await;
                return;
            }
            "choose" => page.press(" ").await,
            "number" => page.press("2").await,
            "range" => page.press("ArrowRight").await,
            _ => {}
        }
        page.press("Tab").await;
    }
    panic!("the form has no button that Tab reaches: {}", page.eval("document.body.innerText.slice(0, 400)").await);
}

/// Asks for the next alert and waits until it is on the screen.
async fn show_alert(page: &mut Page) {
    page.wait_for("document.querySelector('main').dataset.state === 'between'").await;
    page.press(" ").await;
    page.wait_for(
        "document.querySelector('main').dataset.state === 'trial' && document.querySelector('[data-onset-ms]')",
    )
    .await;
}

/// Opens a panel, names it, chooses verdict and confidence, all but the submission.
async fn consider(page: &mut Page) {
    for key in ["b", "B", "2", "8"] {
        page.press(key).await;
    }
}

/// Submits, and waits until the alert is gone.
async fn submit(page: &mut Page) {
    page.press("Enter").await;
    page.wait_for("document.querySelector('main')?.dataset.state !== 'trial'").await;
}

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
    // Start, consent, background, forecast, instructions, four feedbacks, two blocks, the end, the debrief.
    assert_eq!((forms, alerts), (13, 30));
    let records = server.records().await;
    let chain: Vec<Record> = records.into_iter().filter(|record| record.participant != "study").collect();
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
    let chain: Vec<Record> =
        server.records().await.into_iter().filter(|record| record.participant != "study").collect();
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
