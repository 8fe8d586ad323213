//! The trainer's page: nobody else gets it, it tells nothing before the study is closed, and then what `analyze` says.

use std::path::Path;

use overtrust::findings::{Estimate, Findings, of_gathered};
use overtrust::measures::gather;
use overtrust::simulation::{Answer, Body, Cohort, run};
use overtrust::study::{Files, Study};
use serde_json::json;

use super::browser_walk::{BROWSER, open_browser};
use super::site::{CODE, Site, play};
use super::studies::team;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn training() -> Study {
    let mut study = Study::load(Files::Embedded, Path::new("experiments/training.toml")).unwrap();
    study.plan.replicates = 200;
    study
}

/// The trainer's study with some synthetic analysts, served to a trainer.
async fn open(participants: u64) -> Site {
    let site = Site::open(training()).await;
    play_some(&site, "mixed", 7, participants).await;
    site.app.admit_trainer(TOKEN);
    site
}

/// Lets some synthetic analysts of a profile take part.
async fn play_some(site: &Site, profile: &str, seed: u64, participants: u64) {
    let conduct = site.app.conduct();
    if participants > 0 {
        let cohort = Cohort::new(&conduct.study, team(profile), seed);
        run(conduct, &cohort, participants, &indicatif::ProgressBar::hidden()).await.unwrap();
    }
}

impl Site {
    fn study(&self) -> &Study {
        &self.app.conduct().study
    }

    async fn get(&self, path: &str) -> Answer {
        self.client().get(&format!("/reveal/{TOKEN}{path}")).await.unwrap()
    }

    async fn close(&self) -> Answer {
        let path = format!("/reveal/{TOKEN}/close");
        self.client().request(hyper::Method::POST, &path, Body::Form(String::new())).await.unwrap()
    }

    async fn findings(&self) -> Findings {
        of_gathered(self.study(), gather(&self.journal, self.study()).await.unwrap())
    }
}

fn estimate<'f>(findings: &'f Findings, id: &str) -> &'f Estimate {
    findings.estimates.iter().find(|estimate| estimate.id == id).unwrap()
}

/// The part of the page that is one screen.
fn screen<'p>(page: &'p str, id: &str) -> &'p str {
    let (_, after) = page.split_once(&format!("id=\"{id}\"")).unwrap_or_else(|| panic!("there is no screen {id}"));
    after.split_once("</section>").unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_without_the_link_gets_the_trainers_page() {
    let site = open(0).await;
    let other = "0123456789abcdef0123456789abcdee";
    for token in [other, CODE, "x", &TOKEN[..31], &TOKEN.to_uppercase()] {
        for end in ["", "/screens", "/close"] {
            let answer = site.client().get(&format!("/reveal/{token}{end}")).await.unwrap();
            assert_eq!(answer.status, 404, "{token}{end}");
        }
        let path = format!("/reveal/{token}/close");
        let answer = site.client().request(hyper::Method::POST, &path, Body::Form(String::new())).await.unwrap();
        assert_eq!(answer.status, 404, "{path}");
    }
    assert!(!site.journal.is_closed(&site.study().id).await.unwrap());
    for page in ["/", "/j/TEST42"] {
        assert!(!site.client().get(page).await.unwrap().body.contains("reveal"), "{page} leads to the trainer's page");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_response_to_a_trainer_is_protected() {
    let site = open(5).await;
    let paths = ["", "/screens", "/close"];
    for is_closed in [false, true] {
        if is_closed {
            site.close().await;
        }
        for path in paths {
            let answer = site.get(path).await;
            let header = |name: &str| answer.headers.get(name).unwrap().to_str().unwrap().to_owned();
            let policy = header("content-security-policy");
            assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!((header("cache-control"), header("x-frame-options")), ("no-store".into(), "DENY".into()));
            for inline in ["style=", "<style", "onclick=", "<script>"] {
                assert!(!answer.body.contains(inline), "{path} has {inline}");
            }
        }
    }
    let from_elsewhere = site
        .client()
        .with_header("sec-fetch-site", "cross-site")
        .request(hyper::Method::POST, &format!("/reveal/{TOKEN}/close"), Body::Form(String::new()))
        .await
        .unwrap();
    assert_eq!(from_elsewhere.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_study_is_closed_the_trainer_sees_who_is_here_and_nothing_else() {
    // The same number of people who did other things: every byte that a trainer gets has to be the same.
    let site = open(6).await;
    let (page, screens, asks) =
        (site.get("").await.body, site.get("/screens").await.body, site.get("/close").await.body);
    let elsewhere = open(0).await;
    play_some(&elsewhere, "over-trusting", 99, 6).await;
    let plain = |text: &str, base: &str| {
        let text = text.replace(base.trim_start_matches("http://"), "HOST");
        // The picture of the join link differs with the port.
        let parts = text.split_once("<div class=\"picture\">").zip(text.split_once("<div class=\"figures\">"));
        parts.map_or_else(|| text.clone(), |((before, _), (_, after))| format!("{before}{after}"))
    };
    for (path, one) in [("", page), ("/screens", screens), ("/close", asks)] {
        let other = elsewhere.get(path).await.body;
        assert_eq!(plain(&one, &site.base), plain(&other, &elsewhere.base), "{path} depends on what people did");
        assert!(!one.contains("id=\"did\"") && !one.contains("wrong"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_from_the_page_is_closing_the_study() {
    let empty = open(0).await;
    assert_eq!(empty.close().await.status, 422, "with nobody there is nothing to show");
    assert!(!empty.journal.is_closed(&empty.study().id).await.unwrap());
    let site = open(5).await;
    let answer = site.close().await;
    assert!(answer.status.is_redirection(), "{}", answer.body);
    assert!(site.journal.is_closed(&site.study().id).await.unwrap());
    let page = site.get("").await.body;
    assert!(page.contains("id=\"did\"") && !page.contains("id=\"join\""));
    assert!(site.close().await.status.is_redirection(), "closing twice is closing once");
    let closed = site.client().request(hyper::Method::POST, "/j/TEST42", Body::Form(String::new())).await.unwrap();
    assert_eq!(closed.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screens_say_what_analyze_says() {
    let site = open(24).await;
    site.journal.close_study(&site.study().id, jiff::Timestamp::now()).await.unwrap();
    let page = site.get("/screens").await.body.replace('\u{a0}', " ");
    let findings = site.findings().await;
    let percent = |id: &str| format!("<b>{:.0} %</b>", estimate(&findings, id).value.unwrap().abs());
    assert!(screen(&page, "believed").contains(&percent("believed-speed-retrospective")));
    assert!(!screen(&page, "believed").contains(&percent("speed-effect")), "the answer comes at the press of a key");
    assert!(screen(&page, "measured").contains(&percent("speed-effect")));
    let fraction = |id: &str| {
        let estimate = estimate(&findings, id);
        format!("<b>{} of {}</b>", estimate.numerator.unwrap(), estimate.denominator.unwrap())
    };
    assert!(screen(&page, "wrong").contains(&fraction("over-reliance")));
    let bias = estimate(&findings, "attributable-bias");
    let said = format!("{:.0} percentage points", bias.value.unwrap().abs());
    let is_sure = bias.low.unwrap() > 0.0;
    assert!(!is_sure || screen(&page, "wrong").contains(&said), "{said}: {}", screen(&page, "wrong"));
    for id in ["decisive-opened-unaided", "decisive-opened-aided"] {
        assert!(screen(&page, "looked").contains(&fraction(id)), "{id}");
    }
    assert!(screen(&page, "did").contains(&format!("<b>{}</b>", findings.flow.analysed)));
    assert!(screen(&page, "did").contains("48 of 96 suggestions"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_about_fewer_than_five_people_is_shown() {
    for (people, is_shown) in [(4, false), (5, true)] {
        let site = open(people).await;
        site.close().await;
        let page = site.get("/screens").await.body;
        let tells = |id: &str| screen(&page, id).contains("class=\"bar-row");
        assert_eq!([tells("wrong"), tells("looked"), tells("sure")], [is_shown; 3], "{people} people");
        assert_eq!(screen(&page, "measured").contains("class=\"scale\""), is_shown, "{people} people");
        assert!(is_shown || !screen(&page, "believed").contains('%'), "{people} people");
        // Five people never meet the same wrong advice in this design: no alert is said to have misled anybody.
        assert!(screen(&page, "misled").contains("at least five people"), "{people} people");
        for id in ["did", "believed", "measured", "wrong", "misled", "decisive", "looked", "sure", "home", "own"] {
            assert!(
                screen(&page, id).contains("class=\"line\"") || screen(&page, id).contains("<dd>"),
                "{id} is empty"
            );
        }
        let names = site.journal.participants(&site.study().id).await.unwrap();
        assert!(names.keys().all(|name| !page.contains(&name.0)), "nobody has a name");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trainer_goes_through_the_screens_by_keyboard_and_sees_who_still_finishes() {
    let _alone = BROWSER.lock().await;
    let Some(mut page) = open_browser("the trainer's page").await else { return };
    let site = open(5).await;
    let mut late = site.client();
    late.request(hyper::Method::POST, "/j/TEST42", Body::Form(String::new())).await.unwrap();
    page.go(&format!("{}/reveal/{TOKEN}", site.base)).await;
    let theme = "['Dark', 'Light'].includes(document.querySelector('[data-theme-switch]').innerText)";
    page.wait_for(theme).await;
    for key in ["ArrowRight", " ", "End"] {
        page.press(key).await;
    }
    let current = "document.querySelector('.screen:not([hidden])').id";
    assert_eq!(page.eval(current).await, json!("join"), "no key for slides closes a study");
    for (button, reached) in [(".lobby .action a", "button.primary"), ("button.primary", "#did")] {
        page.wait_for(theme).await;
        page.eval(&format!("document.querySelector('{button}').focus()")).await;
        page.press("Enter").await;
        page.wait_for(&format!("document.readyState === 'complete' && document.querySelector('{reached}')")).await;
    }
    page.wait_for("document.querySelector('main.runs') && document.querySelector('#did')").await;
    let ids = ["did", "believed", "measured", "wrong", "misled", "decisive", "looked", "sure", "home", "own"];
    for id in ids {
        assert_eq!(page.eval(current).await, json!(id));
        assert_eq!(page.eval("location.hash.slice(1)").await, json!(id), "the address says where the page is");
        let told = "document.querySelector('[data-told]').textContent.includes(document.querySelector('.screen:not([hidden]) h2').innerText)";
        assert_eq!(page.eval(told).await, json!(true), "{id} is read out");
        page.press("ArrowRight").await;
    }
    assert_eq!(page.eval(current).await, json!("own"), "the last screen stays");
    for (key, id) in
        [("Home", "did"), (" ", "believed"), ("ArrowRight", "measured"), ("ArrowLeft", "believed"), ("End", "own")]
    {
        page.press(key).await;
        assert_eq!(page.eval(current).await, json!(id), "{key}");
    }
    page.eval("location.hash = 'measured'").await;
    page.wait_for(&format!("{current} === 'measured'")).await;
    page.call("Page.reload", json!({})).await;
    page.wait_for(&format!("document.querySelector('main.runs') && {current} === 'measured'")).await;
    let people = "document.querySelector('#did b').textContent";
    assert_eq!(page.eval(people).await, json!("5"));
    let heading = "JSON.stringify(document.querySelector('#measured h2').getBoundingClientRect())";
    let before = page.eval(heading).await;
    play(&mut late).await;
    page.wait_for(&format!("{people} === '6'")).await;
    assert_eq!((page.eval(current).await, page.eval(heading).await), (json!("measured"), before), "nothing moves");
    let late = "document.querySelector('#did').innerHTML.includes('finished after the results were shown')";
    assert_eq!(page.eval(late).await, json!(true));
}
