//! What the pages do around the alerts in a real browser: the look at it, the breaks, and the question before anything unsent is left.

use std::time::Duration;

use overtrust::session::{BrowserWarning, Event};
use serde_json::json;

use super::browser_walk::{
    BROWSER, chain, consider, go_to_trial, open_browser, send_form, serve_under, show_alert, submit,
};
use super::devtools::Page;

/// Goes on by form to the page that looks at the browser.
async fn go_to_check(page: &mut Page) {
    const MOST: usize = 8;
    for _ in 0..MOST {
        if page.eval("!!document.querySelector('[data-browser-check]')").await == json!(true) {
            return;
        }
        send_form(page).await;
    }
    panic!("there is no look at the browser");
}

const CAN_GO: &str = "document.querySelector('[data-browser-check] button').getAttribute('aria-disabled') === 'false'";

#[tokio::test(flavor = "multi_thread")]
async fn a_small_window_is_told_what_to_do_and_goes_on_or_not_as_the_study_says() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("the look at the browser").await else { return };
    for policy in ["warn", "require"] {
        let server = serve_under("", &format!("[conduct]\nbrowser = \"{policy}\""));
        page.resize(390, 500).await;
        page.go(&server.join_link.clone()).await;
        go_to_check(&mut page).await;
        let keyboard = "document.querySelector('[data-check=keyboard]').dataset.state";
        assert_eq!(page.eval(keyboard).await, json!("open"), "a key has to be pressed on this page");
        page.press("Tab").await;
        assert_eq!(page.eval(keyboard).await, json!("fine"));
        page.wait_for("document.querySelector('[data-check=window]').textContent.includes('make the window larger')")
            .await;
        page.wait_for("document.querySelector('[data-check=screen]').dataset.state !== 'open'").await;
        assert_eq!(page.eval(CAN_GO).await, json!(policy == "warn"));
        if policy == "require" {
            page.resize(1280, 800).await;
            page.wait_for("document.querySelector('[data-check=window]').dataset.state === 'fine'").await;
        }
        send_form(&mut page).await;
        page.wait_for("document.querySelector('h1')?.textContent === 'How it works'").await;
        let events = overtrust::journal::events(&chain(&server).await).unwrap();
        let checks =
            events.iter().filter_map(|event| if let Event::BrowserChecked(check) = event { Some(check) } else { None });
        let [check] = checks.collect::<Vec<_>>()[..] else { panic!("{events:?}") };
        assert_eq!(check.warnings().contains(&BrowserWarning::SmallWindow), policy == "warn", "{check:?}");
        assert!(check.keyboard && check.refresh_ms > 0.0 && check.clock_step_ms > 0.0, "{check:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_network_gets_past_the_look_at_the_browser() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("the look at the browser over a slow network").await else { return };
    let server = serve_under("", "[conduct]\nbrowser = \"warn\"");
    page.go(&server.join_link.clone()).await;
    go_to_check(&mut page).await;
    page.press("Tab").await;
    page.wait_for(CAN_GO).await;
    page.call("Network.enable", json!({})).await;
    let slow = json!({ "offline": false, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1 });
    page.call("Network.emulateNetworkConditions", slow).await;
    send_form(&mut page).await;
    page.wait_for("document.querySelector('h1')?.textContent === 'How it works'").await;
    let checked = chain(&server).await.iter().filter(|record| record.kind == "browser-checked").count();
    assert_eq!(checked, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_break_counts_down_and_goes_on_over_a_reload() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("the break between blocks").await else { return };
    let server = serve_under("", "[conduct]\nbreak_s = 4");
    page.go(&server.join_link.clone()).await;
    go_to_trial(&mut page, "document.querySelector('#place').textContent.startsWith('Alert 4 of 4')").await;
    consider(&mut page).await;
    submit(&mut page).await;
    page.wait_for("!!document.querySelector('[data-questions]')").await;
    send_form(&mut page).await;
    let waits = "document.querySelector('main button').getAttribute('aria-disabled') === 'true'";
    page.wait_for(&format!("!!document.querySelector('[data-left-s]') && {waits}")).await;
    page.press("Enter").await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    page.call("Page.reload", json!({})).await;
    page.wait_for(&format!("!!document.querySelector('[data-left-s]') && {waits}")).await;
    let left = page.eval("Number(document.querySelector('[data-left-s]').dataset.leftS)").await;
    assert!(left.as_f64().unwrap() < 4.0, "the break goes on where it was: {left}");
    page.wait_for("document.querySelector('main button').getAttribute('aria-disabled') === 'false'").await;
    assert_eq!(page.eval("document.activeElement.matches('main button')").await, json!(true), "by keyboard at once");
    page.press("Enter").await;
    show_alert(&mut page).await;
    let words = page.eval("document.querySelector('#place').textContent").await;
    assert!(words.as_str().unwrap().contains("block 2"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_is_asked_about_exactly_while_something_is_unsent() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("the question before leaving").await else { return };
    let server = serve_under("", "");
    page.go(&server.join_link.clone()).await;
    go_to_trial(&mut page, "true").await;
    let asks = "(() => { const event = new Event('beforeunload', { cancelable: true }); window.dispatchEvent(event);
                return event.defaultPrevented; })()";
    page.wait_for(&format!("!{asks}")).await;
    page.press("a").await;
    assert_eq!(page.eval(asks).await, json!(true), "an opened panel is not sent yet");
    page.wait_for(&format!("!{asks}")).await;
    page.call("Network.enable", json!({})).await;
    let away = |offline| json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    page.call("Network.emulateNetworkConditions", away(true)).await;
    consider(&mut page).await;
    submit(&mut page).await;
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(page.eval(asks).await, json!(true), "nothing reaches the server");
    page.call("Network.emulateNetworkConditions", away(false)).await;
    page.wait_for(&format!("!{asks}")).await;
}
