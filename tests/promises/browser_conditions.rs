//! What a condition asks of a participant in a real browser, one promise each.

use std::time::Duration;

use overtrust::session::Event;
use serde_json::json;

use super::browser::{
    BROWSER, consider, go_to_trial, last_trial, open_browser, serve_under, show_alert, submit, verdicts,
};

const STATE: &str = "document.querySelector('main').dataset.state";

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

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_german_says_so_up_to_its_first_alert() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("the first alert in German").await else { return };
    let server = serve_under("", "[texts]\nlanguages = [\"de\"]");
    page.go(&server.join_link.clone()).await;
    go_to_alerts(&mut page).await;
    for key in ["b", "B", "2"] {
        page.press(key).await;
    }
    let words = page.eval("[document.documentElement.lang, document.body.innerText].join(' ')").await;
    let words = words.as_str().unwrap();
    for said in ["de ", "Handeln nötig", "Fehlalarm", "Belege"] {
        assert!(words.contains(said), "`{said}` is not in {words}");
    }
    page.press("Enter").await;
    page.wait_for("document.body.innerText.includes('Es fehlt noch')").await;
    page.press("8").await;
    submit(&mut page).await;
    page.wait_for("document.querySelector('#next-words')?.textContent.includes('Nächster')").await;
}
