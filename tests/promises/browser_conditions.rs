//! What a condition asks of a participant in a real browser, one promise each.

use std::time::Duration;

use overtrust::session::{Event, Stage};
use overtrust::study::Verdict;
use serde_json::json;

use super::browser_walk::{
    BROWSER, consider, go_to_trial, last_trial, open_browser, serve_under, show_alert, submit, verdicts,
};
use super::devtools::CONTROL;

const STATE: &str = "document.querySelector('main').dataset.state";

/// The times since the onset at which advice came up.
fn advice_times(events: &[Event]) -> Vec<f64> {
    let time = |event: &Event| if let Event::AdviceOpened { at_ms, .. } = event { Some(*at_ms) } else { None };
    events.iter().filter_map(time).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn panels_are_opened_before_a_verdict_is_taken() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("panels before a verdict").await else { return };
    let server = serve_under("", "[mitigation]\npanels_first = 2");
    page.go(&server.join_link.clone()).await;
    go_to_alerts(&mut page).await;
    for key in ["b", "B", "2", "8", "Enter"] {
        page.press(key).await;
    }
    page.wait_for("document.body.innerText.includes('Open at least 2 panels first (1 so far)')").await;
    assert_eq!(page.eval(STATE).await, json!("trial"));
    page.press("c").await;
    submit(&mut page).await;
    let events = last_trial(&mut page, &server).await;
    let opened = events.iter().filter(|event| matches!(event, Event::EvidenceOpened { .. })).count();
    assert_eq!((opened, verdicts(&events).len()), (2, 1));
}

/// Goes on to the first alert, whatever it is.
async fn go_to_alerts(page: &mut super::devtools::Page) {
    go_to_trial(page, "true").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_unsure_looks_again_before_the_verdict_goes() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("a wait where confidence is low").await else { return };
    let server = serve_under("", "[mitigation]\nslow_down_s = 2");
    page.go(&server.join_link.clone()).await;
    go_to_trial(&mut page, "document.querySelector('[data-verdict]')").await;
    for key in ["b", "B", "2", "6", "Enter"] {
        page.press(key).await;
    }
    page.wait_for("document.body.innerText.includes('look again')").await;
    assert_eq!(page.eval(STATE).await, json!("trial"), "it waits");
    page.wait_for("document.body.innerText.includes('You can submit now')").await;
    submit(&mut page).await;
    let events = last_trial(&mut page, &server).await;
    let [verdict] = verdicts(&events)[..] else { panic!("{events:?}") };
    assert!(verdict.confidence == Some(60) && verdict.timing.wall_ms > 2000.0, "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_soft_deadline_reminds_and_ends_nothing() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("a soft deadline").await else { return };
    let server = serve_under("deadline_s = 5\ndeadline = \"soft\"", "");
    page.go(&server.join_link.clone()).await;
    go_to_alerts(&mut page).await;
    page.wait_for("document.querySelector('#clock').innerText.includes('time is up')").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(page.eval(STATE).await, json!("trial"));
    consider(&mut page).await;
    submit(&mut page).await;
    let events = last_trial(&mut page, &server).await;
    let [verdict] = verdicts(&events)[..] else { panic!("{events:?}") };
    assert!(!verdict.expired && verdict.timing.wall_ms > 5000.0, "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_confidence_is_not_asked_nothing_asks_for_it() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("no question on confidence").await else { return };
    let server = serve_under("ask_confidence = false", "");
    page.go(&server.join_link.clone()).await;
    go_to_alerts(&mut page).await;
    assert_eq!(page.eval("document.querySelectorAll('[name=confidence]').length").await, json!(0));
    for key in ["b", "B", "8", "2"] {
        page.press(key).await;
    }
    submit(&mut page).await;
    let events = last_trial(&mut page, &server).await;
    let [verdict] = verdicts(&events)[..] else { panic!("{events:?}") };
    assert!(verdict.verdict.is_some() && verdict.confidence.is_none(), "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_verdict_leads_back_to_where_the_session_is() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("a refused verdict").await else { return };
    let server = serve_under("", "");
    page.go(&server.join_link.clone()).await;
    go_to_alerts(&mut page).await;
    // Another value than the page can have: the server can't take the verdict.
    page.eval("document.querySelector('[name=confidence][value=\"80\"]').value = '30'; 0").await;
    for key in ["b", "B", "2"] {
        page.press(key).await;
    }
    page.eval("document.querySelector('[name=confidence][value=\"30\"]').click(); 0").await;
    let before = page.eval("performance.timeOrigin").await;
    submit(&mut page).await;
    page.wait_for(&format!("performance.timeOrigin !== {before} && {STATE} === 'between'")).await;
    show_alert(&mut page).await;
    consider(&mut page).await;
    submit(&mut page).await;
    let events = last_trial(&mut page, &server).await;
    let [verdict] = verdicts(&events)[..] else { panic!("{events:?}") };
    assert_eq!((verdict.trial, verdict.confidence), (0, Some(80)), "the same alert again");
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
