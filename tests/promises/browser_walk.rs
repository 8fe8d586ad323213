//! Ways through a session in a real browser, by keyboard as a participant would go.

use overtrust::journal::Record;
use overtrust::session::{Event, Judgement};
use serde_json::json;
use tokio::sync::Mutex;

use super::devtools::Page;
use super::notice;
use super::program::Server;

/// One browser at a time: two on a small machine would disturb each other's clocks.
pub static BROWSER: Mutex<()> = Mutex::const_new(());

/// A browser, or a word that a test was skipped.
pub async fn open_browser(what: &str) -> Option<Page> {
    let page = Page::open().await;
    if page.is_none() {
        notice(&format!("skipped: {what}, since there is no Chromium on the path and CHROMIUM names none"));
    }
    page
}

/// Whether the page in view runs trials.
pub async fn runs_trials(page: &mut Page) -> bool {
    page.eval("!!document.querySelector('main[data-state]')").await == json!(true)
}

/// Fills and sends the form in view: Tab from field to field, Space, arrows and digits, Enter on the first button.
pub async fn send_form(page: &mut Page) {
    const MOST_TABS: usize = 200;
    let before = page.eval("performance.timeOrigin").await;
    for _ in 0..MOST_TABS {
        let focus = page
            .eval(
                "(() => { const e = document.activeElement; if (!e.closest('main form')) return 'elsewhere';
                 if (e.tagName === 'BUTTON') return 'button';
                 if (e.type === 'radio') return document.querySelector(`[name=\"${e.name}\"]:checked`) ? 'done' : 'choose';
                 if (e.type === 'checkbox') return e.checked ? 'done' : 'choose';
                 if (e.type === 'number' && e.value) return 'done';
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
        // A busy browser moves the focus later than it says that the key was taken.
        page.eval("window.left = document.activeElement; 0").await;
        page.press("Tab").await;
        page.wait_for("document.activeElement !== window.left").await;
    }
    panic!("the form has no button that Tab reaches: {}", page.eval("document.body.innerText.slice(0, 400)").await);
}

/// Asks for the next alert and waits until it is on the screen.
pub async fn show_alert(page: &mut Page) {
    page.wait_for("document.querySelector('main').dataset.state === 'between'").await;
    page.press(" ").await;
    page.wait_for(
        "document.querySelector('main').dataset.state === 'trial' && document.querySelector('[data-onset-ms]')",
    )
    .await;
}

/// Opens a panel, names it, chooses verdict and confidence, all but the submission.
pub async fn consider(page: &mut Page) {
    for key in ["b", "B", "2", "8"] {
        page.press(key).await;
    }
}

/// Submits, and waits until the alert is gone.
pub async fn submit(page: &mut Page) {
    page.press("Enter").await;
    page.wait_for("document.querySelector('main')?.dataset.state !== 'trial'").await;
}

/// Serves a short study under other rules: lines for `[design]`, and tables.
pub fn serve_under(design: &str, tables: &str) -> Server {
    let timing = if design.contains("advice_timing") { "" } else { "advice_timing = \"concurrent\"" };
    Server::start_with(|mut text| {
        for (from, to) in [
            ("advice_timing = \"concurrent\"", timing),
            ("trials = 24", "trials = 8"),
            ("practice_trials = 4", "practice_trials = 0"),
            ("attention_checks = 2", "attention_checks = 0"),
            ("right_before_first_wrong = 2", "right_before_first_wrong = 1"),
            ("[advice]", &format!("{design}\n\n[advice]")),
            ("[self_reports]", &format!("{tables}\n\n[self_reports]")),
        ] {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        text
    })
}

/// Goes on to the first trial of which an expression holds, and leaves it open.
pub async fn go_to_trial(page: &mut Page, wanted: &str) {
    const MOST: usize = 40;
    for _ in 0..MOST {
        if !runs_trials(page).await {
            send_form(page).await;
            continue;
        }
        page.wait_for("document.querySelector('main')?.dataset.state === 'between' || !document.querySelector('main[data-state]')").await;
        if !runs_trials(page).await {
            continue;
        }
        show_alert(page).await;
        if page.eval(&format!("Boolean({wanted})")).await == json!(true) {
            return;
        }
        consider(page).await;
        submit(page).await;
        page.wait_for("document.querySelector('main')?.dataset.state !== 'sending'").await;
    }
    panic!("no trial is so: {wanted}");
}

/// What participants did, as it was recorded.
pub async fn chain(server: &Server) -> Vec<Record> {
    server.records().await.into_iter().filter(|record| record.participant != "study").collect()
}

/// Waits until nothing is left to send, and reads what happened in the last trial that was opened.
pub async fn last_trial(page: &mut Page, server: &Server) -> Vec<Event> {
    page.wait_for("document.querySelector('#saving')?.textContent.includes('saved') ?? true").await;
    let mut events = overtrust::journal::events(&chain(server).await).unwrap();
    let opened = events.iter().rposition(|event| matches!(event, Event::TrialOpened { .. })).unwrap();
    events.split_off(opened)
}

/// The verdicts among events.
pub fn verdicts(events: &[Event]) -> Vec<&Judgement> {
    fn verdict(event: &Event) -> Option<&Judgement> {
        if let Event::Judged(judgement) = event { Some(judgement) } else { None }
    }
    events.iter().filter_map(verdict).collect()
}
