//! A participant who reads German: nothing that runs in the browser speaks English, from the link to the end.

use std::collections::BTreeSet;
use std::time::Duration;

use overtrust::study::Words;
use serde_json::json;

use super::browser_walk::{
    BROWSER, consider, go_to_trial, open_browser, runs_trials, send_form, serve_under, show_alert, submit,
};
use super::devtools::Page;
use super::languages::foreign;

/// The visible lines of a page, what it holds besides, and what is read out. The alerts are the dataset's, which is in English.
const SAID: &str = "JSON.stringify([document.body.innerText.split('\\n'), document.title, (() => {
        const body = document.body.cloneNode(true);
        body.querySelectorAll('pre, .alert p, .rationale, .seeded > p').forEach((one) => one.remove());
        return body.textContent; })(),
    ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((one) =>
        ['aria-label', 'title', 'placeholder'].map((name) => one.getAttribute(name) ?? ''))])";

/// Holds a page against the English catalogue: none of its longer texts anywhere, and none of its short ones as a line.
struct Reader {
    foreign: Vec<(String, String)>,
    short: BTreeSet<String>,
}

impl Reader {
    fn new() -> Self {
        let texts = |code: &str| -> BTreeSet<String> {
            let words = Words::built_in(code).unwrap();
            words.all().map(|(_, text)| text.raw().to_lowercase()).collect()
        };
        Self { foreign: foreign("de", "en"), short: texts("en").difference(&texts("de")).cloned().collect() }
    }

    /// Reads a page; what it shows, in one text.
    async fn read(&self, page: &mut Page) -> String {
        // A page that is being left has nothing to read; the next one does.
        let said = loop {
            page.wait_for("document.readyState === 'complete'").await;
            if let serde_json::Value::String(said) = page.eval(SAID).await {
                break said;
            }
        };
        let said: Vec<serde_json::Value> = serde_json::from_str(&said).unwrap();
        let lines: Vec<&str> = said[0].as_array().unwrap().iter().map(|line| line.as_str().unwrap().trim()).collect();
        for line in &lines {
            assert!(!self.short.contains(&line.to_lowercase()), "`{line}` is English, among {lines:?}");
        }
        for text in said[1..].iter().map(|text| text.as_str().unwrap()) {
            for (key, words) in &self.foreign {
                assert!(!text.contains(words), "`{words}` ({key}) is in {text}");
            }
        }
        lines.join("\n")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_german_session_with_a_deadline_an_own_verdict_and_feedback_says_nothing_in_english() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("a German session").await else { return };
    let design = "advice_timing = \"sequential\"\nfeedback = \"block\"\ndeadline_s = 15\ndeadline = \"hard\"";
    let tables = "[conduct]\nbrowser = \"warn\"\nbreak_s = 2\n\n[texts]\nlanguages = [\"de\"]";
    let (server, reader) = (serve_under(design, tables), Reader::new());
    page.go(&server.join_link.clone()).await;
    let mut read = String::new();
    let mut has_expired = false;
    while goes_on(&mut page).await {
        if !runs_trials(&mut page).await {
            read.push_str(&reader.read(&mut page).await);
            // A break holds its button back until it is over.
            page.wait_for("!document.querySelector('[data-left-s]') || document.querySelector('main button[aria-disabled=false]')").await;
            read.push_str(&reader.read(&mut page).await);
            send_form(&mut page).await;
            continue;
        }
        page.wait_for("document.querySelector('main')?.dataset.state === 'between' || !document.querySelector('main[data-state]')").await;
        if !runs_trials(&mut page).await {
            page.wait_for("document.readyState === 'complete'").await;
            continue;
        }
        show_alert(&mut page).await;
        read.push_str(&reader.read(&mut page).await);
        if has_expired {
            decide(&mut page, &reader, &mut read).await;
        } else {
            page.wait_for("document.querySelector('#time-was-up').checkVisibility()").await;
            has_expired = true;
            tokio::time::sleep(Duration::from_millis(900)).await;
        }
        if runs_trials(&mut page).await {
            read.push_str(&reader.read(&mut page).await);
        }
    }
    read.push_str(&reader.read(&mut page).await);
    for expected in [
        "noch 00:",
        "Die Zeit für diesen Alarm war um.",
        "Der Vorschlag erscheint nach Ihrem eigenen Urteil.",
        "Eigenes Urteil abschicken",
        "Endgültiges Urteil abschicken",
        "Es fehlt noch: das Urteil",
        "In 0:0",
        "von 4 richtig beurteilt",
        "nicht beurteilt",
        "Handeln nötig",
        "Fehlalarm",
    ] {
        assert!(read.contains(expected), "nothing says `{expected}`");
    }
}

/// Whether there is anything left to answer. A page that is being left does not say.
async fn goes_on(page: &mut Page) -> bool {
    loop {
        page.wait_for("document.readyState === 'complete' && document.querySelector('main')").await;
        if let serde_json::Value::Bool(found) =
            page.eval("!!document.querySelector('main form, main[data-state]')").await
        {
            return found;
        }
    }
}

/// Decides an alert, in two steps where the own verdict comes first.
async fn decide(page: &mut Page, reader: &Reader, read: &mut String) {
    page.press("Enter").await;
    read.push_str(&reader.read(page).await);
    consider(page).await;
    if page.eval("!!document.querySelector('[data-step=own]')").await == json!(true) {
        page.press("Enter").await;
        page.wait_for("document.querySelector('[data-suggested]').checkVisibility()").await;
        // The second half of a double press is no answer.
        tokio::time::sleep(Duration::from_millis(500)).await;
        read.push_str(&reader.read(page).await);
    }
    submit(page).await;
    page.wait_for("document.querySelector('main')?.dataset.state !== 'sending'").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_german_says_so_up_to_its_first_alert() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("the first alert in German").await else { return };
    let server = serve_under("", "[texts]\nlanguages = [\"de\"]");
    page.go(&server.join_link.clone()).await;
    go_to_trial(&mut page, "true").await;
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
