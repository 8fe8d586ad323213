//! What the report looks like in a real browser: on paper, on a phone, and before and after a number is changed.

use std::path::Path;

use assert_cmd::Command;
use serde_json::json;
use tempfile::TempDir;

use super::browser_walk::{BROWSER, open_browser};

/// Where A4 with its margins ends, in CSS pixels: 210 - 24 mm by 297 - 24 mm, at 96 to the inch.
const PAPER: (u32, u32) = (703, 1031);

fn overtrust(folder: &Path, words: &str) {
    Command::cargo_bin("overtrust").unwrap().current_dir(folder).args(words.split_whitespace()).assert().success();
}

/// The report of a simulated study whose plan has rates and prices that no slider stands at.
fn report() -> (TempDir, String) {
    let folder = TempDir::new().unwrap();
    overtrust(folder.path(), "init mine");
    let plan = folder.path().join("mine/plan.toml");
    let text = std::fs::read_to_string(&plan).unwrap().replace("replicates = 2000", "replicates = 200");
    let operation = "[operation]\nneeds_action_share = 0.002\nai_error_rate = 0.07\nalerts = 1000000\n\
                     cost_missed_attack = 50000\ncost_wasted_escalation = 40\ncost_analyst_minute = 1.5\n";
    std::fs::write(&plan, format!("{text}\n{operation}")).unwrap();
    overtrust(folder.path(), "simulate mine/study.toml --participants 12");
    overtrust(folder.path(), "report mine/study.toml --out report.html");
    let address = format!("file://{}", folder.path().join("report.html").display());
    (folder, address)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_fits_on_paper_and_on_a_phone_and_its_numbers_stay_until_they_are_changed() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("the look of the report").await else { return };
    let (_folder, address) = report();

    page.call("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    page.resize(PAPER.0, PAPER.1).await;
    page.go(&address).await;
    let height = page.eval("document.querySelector('.first-page').getBoundingClientRect().bottom").await;
    assert!(height.as_f64().unwrap() <= f64::from(PAPER.1), "page one is {height} px high");

    page.call("Emulation.setEmulatedMedia", json!({ "media": "screen" })).await;
    page.resize(390, 800).await;
    let width = page.eval("document.documentElement.scrollWidth").await;
    assert!(width.as_f64().unwrap() <= 390.0, "a phone scrolls sideways: {width} px");

    let rows = "[...document.querySelectorAll('#calculator tbody tr')].filter((row) => !row.hidden).map((row) => row.innerText).join('|')";
    let as_planned = page.eval(rows).await;
    assert_eq!(as_planned.as_str().unwrap().split('|').count(), 4, "with the costs: {as_planned}");
    let set = |name: &str, value: &str| {
        format!(
            "{{ const field = document.querySelector('#calculator [name={name}]'); field.value = '{value}'; \
             field.dispatchEvent(new Event('input', {{ bubbles: true }})); }}"
        )
    };
    page.eval(&set("alerts", "1000000")).await;
    assert_eq!(page.eval(rows).await, as_planned, "the script and the program agree on the plan's own numbers");
    page.eval(&set("share", "40")).await;
    assert_ne!(page.eval(rows).await, as_planned);
    page.eval(&set("share", "0.2")).await;
    assert_eq!(page.eval(rows).await, as_planned);
}
