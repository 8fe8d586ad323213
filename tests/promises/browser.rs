//! One participant takes part by keyboard alone in a real browser; and the instrument itself is measured.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use overtrust::journal::{Record, verify};
use overtrust::session::{Event, Judgement, Stage};
use overtrust::study::Verdict;
use serde_json::json;
use tokio::sync::Mutex;

use super::devtools::{CONTROL, ELSEWHERE, Page};
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
async fn runs_trials(page: &mut Page) -> bool {
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

fn judged(records: &[Record]) -> usize {
    records.iter().filter(|record| record.kind == "judged").count()
}

/// Serves a short study under other rules: lines for `[design]`, and tables. Nobody has enrolled when its file is changed.
pub fn serve_under(design: &str, tables: &str) -> Server {
    let mut server = Server::start();
    server.kill();
    let mut text = std::fs::read_to_string(server.study()).unwrap();
    let timing = if design.contains("advice_timing") { "" } else { "advice_timing = \"concurrent\"" };
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
    std::fs::write(server.study(), text).unwrap();
    server.restart();
    server
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

/// The times since the onset at which advice came up.
fn advice_times(events: &[Event]) -> Vec<f64> {
    let time = |event: &Event| if let Event::AdviceOpened { at_ms, .. } = event { Some(*at_ms) } else { None };
    events.iter().filter_map(time).collect()
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

const SUGGESTION_IS_UP: &str = "document.querySelector('[data-suggested]').checkVisibility()";

#[tokio::test(flavor = "multi_thread")]
async fn an_own_verdict_comes_before_the_suggestion_and_can_be_changed() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("a verdict before the suggestion").await else { return };
    let server = serve_under("advice_timing = \"sequential\"", "");
    page.go(&server.join_link.clone()).await;
    go_to_trial(&mut page, "document.querySelector('[data-step=own]')").await;
    assert_eq!(page.eval(SUGGESTION_IS_UP).await, json!(false));
    consider(&mut page).await;
    let words = "document.querySelector('[data-submit]').innerText.replace(/\\s+/g, ' ')";
    assert_eq!(page.eval(words).await, json!("Enter Submit own verdict"));
    page.press("Enter").await;
    page.press("Enter").await;
    page.wait_for(SUGGESTION_IS_UP).await;
    // The second half of a double press is no answer to a suggestion that nobody can have read.
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(page.eval(words).await, json!("Enter Submit final verdict"));
    assert_eq!(page.eval("document.querySelector('[name=verdict]:checked').value").await, json!("2"));
    page.press("1").await;
    submit(&mut page).await;
    let events = last_trial(&mut page, &server).await;
    let kinds: Vec<String> = events.iter().map(|event| event.to_parts().0).collect();
    let expected =
        ["trial-opened", "evidence-opened", "judged", "advice-opened", "evidence-closed", "judged"].map(String::from);
    assert_eq!(kinds, expected);
    let [own, last] = verdicts(&events)[..] else { panic!("{events:?}") };
    assert_eq!((own.stage, own.verdict), (Stage::Initial, Some(Verdict::BenignPositive)));
    assert_eq!((last.stage, last.verdict), (Stage::Final, Some(Verdict::TruePositive)));
    let times = [own.timing.wall_ms, advice_times(&events)[0], last.timing.wall_ms];
    assert!(times.is_sorted(), "one clock runs through both verdicts: {times:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_on_demand_is_shown_and_logged_when_it_is_asked_for() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("a suggestion on demand").await else { return };
    let server = serve_under("advice_timing = \"on-demand\"", "");
    page.go(&server.join_link.clone()).await;
    go_to_trial(&mut page, "document.querySelector('[data-show-advice]')").await;
    consider(&mut page).await;
    submit(&mut page).await;
    let events = last_trial(&mut page, &server).await;
    assert_eq!((advice_times(&events), verdicts(&events).len()), (vec![], 1), "nobody asked");
    show_alert(&mut page).await;
    assert_eq!(page.eval(SUGGESTION_IS_UP).await, json!(false));
    page.press("s").await;
    page.wait_for("document.querySelector('[data-told]').textContent.includes('suggestion')").await;
    assert_eq!(page.eval(SUGGESTION_IS_UP).await, json!(true));
    consider(&mut page).await;
    submit(&mut page).await;
    let events = last_trial(&mut page, &server).await;
    assert_eq!(advice_times(&events).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delayed_suggestion_moves_nothing_when_it_comes() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("a delayed suggestion").await else { return };
    let server = serve_under("advice_timing = \"delayed\"\nadvice_delay_s = 2", "");
    page.resize(390, 844).await;
    page.go(&server.join_link.clone()).await;
    go_to_trial(&mut page, "document.querySelector('[data-timing=delayed]')").await;
    page.press("c").await;
    let places = "[...document.querySelectorAll('.bar > *, .trial section:not([hidden]), .trial fieldset, .trial button')]
         .filter((one) => !one.matches('.cite')).map((one) => Object.values(one.getBoundingClientRect().toJSON())).join()";
    let before = page.eval(places).await;
    assert_eq!(page.eval(SUGGESTION_IS_UP).await, json!(false));
    page.wait_for("document.querySelector('[data-told]').textContent.includes('suggestion')").await;
    assert_eq!(page.eval(places).await, before);
    consider(&mut page).await;
    submit(&mut page).await;
    let times = advice_times(&last_trial(&mut page, &server).await);
    assert!(times.len() == 1 && (2000.0..2500.0).contains(&times[0]), "{times:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hard_deadline_ends_a_trial_with_what_was_chosen() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("a hard deadline").await else { return };
    let server = serve_under("deadline_s = 5\ndeadline = \"hard\"", "");
    page.go(&server.join_link.clone()).await;
    go_to_trial(&mut page, "true").await;
    assert_eq!(page.eval("document.querySelector('#clock').innerText").await, json!("00:05 left"));
    page.press("3").await;
    page.press("?").await;
    page.wait_for("document.querySelector('#time-was-up').checkVisibility()").await;
    assert_eq!(page.eval("document.querySelector('dialog').open").await, json!(false), "nothing hides the message");
    // Whoever was still at the alert does not start the next one with it.
    page.press(" ").await;
    assert_eq!(page.eval("document.querySelector('main').dataset.state").await, json!("between"));
    let events = last_trial(&mut page, &server).await;
    let [verdict] = verdicts(&events)[..] else { panic!("{events:?}") };
    assert_eq!((verdict.expired, verdict.stage), (true, Stage::Final));
    assert_eq!((verdict.verdict, verdict.confidence), (Some(Verdict::FalsePositive), None));
    assert!(verdict.decisive.is_empty());
    assert!((5000.0..5500.0).contains(&verdict.timing.wall_ms), "{:?}", verdict.timing);
    tokio::time::sleep(Duration::from_millis(900)).await;
    show_alert(&mut page).await;
    consider(&mut page).await;
    submit(&mut page).await;
    let events = last_trial(&mut page, &server).await;
    assert!(!verdicts(&events)[0].expired, "who decides in time is not cut short");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_is_asked_for_when_it_is_due_and_its_letters_are_no_shortcuts() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("a reason in words").await else { return };
    let server = serve_under("", "[mitigation]\njustification = \"overriding\"");
    page.go(&server.join_link.clone()).await;
    go_to_trial(&mut page, "document.querySelector('[data-verdict]')").await;
    let suggested = page.eval("document.querySelector('[data-verdict]').dataset.verdict").await;
    let (with, against) = if suggested == json!("1") { ("1", "2") } else { ("2", "1") };
    let field = "document.querySelector('textarea').checkVisibility()";
    consider(&mut page).await;
    page.press(with).await;
    assert_eq!(page.eval(field).await, json!(false), "with the suggestion there is nothing to explain");
    page.press(against).await;
    assert_eq!(page.eval(field).await, json!(true));
    page.press("Enter").await;
    page.wait_for("document.activeElement.matches('textarea')").await;
    for key in ["a", "C", " ", "3", "?", " ", "s", "Enter", "9"] {
        page.press(key).await;
    }
    let state = "[document.querySelector('[name=verdict]:checked').value, document.querySelector('[name=confidence]:checked').value,
         document.querySelectorAll('[name=decisive]:checked').length, document.querySelector('dialog').open]";
    assert_eq!(page.eval(state).await, json!([against, "80", 1, false]));
    page.press_with(CONTROL, "Enter").await;
    page.wait_for("document.querySelector('main')?.dataset.state !== 'trial'").await;
    let events = last_trial(&mut page, &server).await;
    let [verdict] = verdicts(&events)[..] else { panic!("{events:?}") };
    assert_eq!(verdict.justification.as_deref(), Some("aC 3? s\n9"));
    let opened = events.iter().filter(|event| matches!(event, Event::EvidenceOpened { .. })).count();
    assert_eq!(opened, 1, "the letters opened nothing");
}
