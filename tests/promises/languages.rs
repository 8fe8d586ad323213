//! Participants read one language from the link to the debrief, and a study's own texts are held against each other.

use std::path::Path;
use std::time::Duration;

use overtrust::journal::{Conduct, Journal};
use overtrust::server::{App, Link, serve};
use overtrust::simulation::{Answer, Body, Browserless};
use overtrust::study::{Files, Problems, Study, Template, Words};
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::participation::BROWSER;

const CODE: &str = "TEST42";

/// The quickstart in a folder of its own, with lines added to its study file and files beside it.
fn study_with(texts: &str, beside: &[(&str, &str)]) -> Result<Study, Problems> {
    let folder = TempDir::new().unwrap();
    let mut text = Files::Embedded.read(Path::new("experiments/quickstart.toml")).unwrap();
    for name in ["dataset.toml", "alerts.csv", "evidence.csv", "advice.csv"] {
        let copy = Files::Embedded.read(Path::new(&format!("datasets/soc-core/{name}"))).unwrap();
        std::fs::write(folder.path().join(name), copy).unwrap();
    }
    let plan = Files::Embedded.read(Path::new("analysis/default.toml")).unwrap();
    std::fs::write(folder.path().join("plan.toml"), plan).unwrap();
    text = text.replace("../datasets/soc-core", ".").replace("../analysis/default.toml", "plan.toml");
    std::fs::write(folder.path().join("study.toml"), format!("{text}\n{texts}")).unwrap();
    for (name, text) in beside {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    Study::load(Files::Disk, &folder.path().join("study.toml"))
}

const BOTH: &str = "[texts]\nlanguages = [\"en\", \"de\"]\n";

async fn open(study: Study) -> (TempDir, Browserless, Journal) {
    let folder = TempDir::new().unwrap();
    let journal = Journal::open(&format!("sqlite://{}", folder.path().join("journal.db").display())).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let conduct = Conduct::open(study, journal.clone()).await.unwrap();
    let app = App::new(conduct, Link { base: base.clone() }, CODE.into(), false);
    tokio::spawn(serve(listener, app, std::future::pending()));
    (folder, Browserless::new(base.parse().unwrap(), Duration::from_secs(20)), journal)
}

async fn post(client: &mut Browserless, path: &str, body: Body) -> Answer {
    client.request(hyper::Method::POST, path, body).await.unwrap()
}

async fn page(client: &mut Browserless) -> String {
    client.get("/session").await.unwrap().body
}

/// The page without what its root carries for the scripts, and without the evidence, which is the dataset's.
fn visible(html: &str) -> String {
    let without = |html: &str, from: &str, to: &str| -> String {
        let mut parts = html.split(from);
        let mut rest = parts.next().unwrap_or_default().to_owned();
        rest.extend(parts.map(|part| part.split_once(to).map_or("", |(_, after)| after)));
        rest
    };
    without(&without(html, "data-words=\"", "\""), "<pre>", "</pre>")
}

/// Every page of a session that was started in a language.
async fn session_in(client: &mut Browserless, code: &str) -> Vec<String> {
    let mut pages = vec![
        client.get(&format!("/?lang={code}")).await.unwrap().body,
        client.get(&format!("/j/{CODE}?lang={code}")).await.unwrap().body,
        client.get(&format!("/nothing?lang={code}")).await.unwrap().body,
    ];
    post(client, &format!("/j/{CODE}?lang={code}"), Body::Form(String::new())).await;
    pages.push(client.get("/session/withdraw").await.unwrap().body);
    loop {
        let html = page(client).await;
        pages.push(html.clone());
        if html.contains("/session/debrief") {
            post(client, "/session/debrief", Body::Form("keep=yes".into())).await;
        } else if html.contains("/session/consent") {
            post(client, "/session/consent", Body::Form("agree=yes".into())).await;
        } else if html.contains("/session/browser") {
            post(client, "/session/browser", Body::Form(BROWSER.into())).await;
        } else if let Some((_, after)) = html.split_once("name=\"page\" value=\"") {
            let name = after.split_once('"').unwrap().0;
            if html.contains("data-question") {
                let answer = post(client, "/session/answers", Body::Form(format!("page={name}"))).await;
                assert!(answer.body.contains("role=\"alert\""), "an empty page of questions is refused in words");
                pages.push(answer.body);
            }
            let answer = post(client, "/session/answers", Body::Form(fill(&html, name))).await;
            assert!(answer.status.is_redirection(), "{}", answer.body);
        } else if html.contains("id=\"stage\"") {
            let list = client.get("/session/trials").await.unwrap().body;
            let list: serde_json::Value = serde_json::from_str(&list).unwrap();
            for trial in list["trials"].as_array().unwrap() {
                let reference = trial["reference"].as_str().unwrap();
                pages.push(trial["html"].as_str().unwrap().to_owned());
                let judged = format!(
                    r#"{{"events":[{{"id":"{reference}","kind":"judged","trial":"{reference}","verdict":1,"confidence":70,
                    "decisive":["a"],"wall_ms":61000.25,"hidden_ms":0,"refresh_ms":16.7,"dropped_frames":0,"clock_step_ms":0.1}}]}}"#
                );
                let answer = post(client, "/session/events", Body::Json(judged)).await;
                assert!(answer.body.contains("\"saved\":[\""), "{}", answer.body);
            }
        } else {
            return pages;
        }
    }
}

/// Answers every field that a page names.
fn fill(html: &str, name: &str) -> String {
    let mut fields = vec![format!("page={name}")];
    for field in (0..40).map(|index| format!("q{index}")) {
        if html.contains(&format!("name=\"{field}_minutes\"")) {
            fields.push(format!("{field}_minutes=1&{field}_seconds=20"));
        } else if html.contains(&format!("name=\"{field}_direction\"")) {
            fields.push(format!("{field}_direction=faster&{field}_percent=10"));
        } else if html.contains(&format!("data-question=\"{field}\"")) {
            fields.push(format!("{field}={}", if name == "background" { 0 } else { 5 }));
        }
    }
    fields.join("&")
}

/// The words between the placeholders of a text, where they are long enough to be known by.
fn telling(template: &Template) -> Vec<String> {
    let escaped = template.raw().replace('\'', "&#39;");
    let pieces = escaped.split(['{', '}', '*', '`']).filter(|piece| !piece.contains('|') && piece.len() > 12);
    pieces.map(|piece| piece.trim().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_german_shows_no_english_text_and_one_in_english_no_german() {
    for (code, other) in [("de", "en"), ("en", "de")] {
        let study = study_with(BOTH, &[]).unwrap();
        let adviser = study.adviser.clone();
        let (_folder, mut client, _) = open(study).await;
        let pages = session_in(&mut client, code).await;
        assert!(pages.len() > 40, "{} pages", pages.len());
        let (own, foreign) = (Words::built_in(code).unwrap(), Words::built_in(other).unwrap());
        let saved = own.of("script", "saved").to_string();
        assert!(pages.iter().all(|html| !html.contains("<html") || html.contains(&saved)), "scripts say {saved}");
        let own: Vec<String> = own.all().flat_map(|(_, text)| telling(text)).collect();
        for html in pages.iter().map(|html| visible(html)) {
            assert!(!html.contains("<html") || html.contains(&format!("<html lang=\"{code}\"")), "{}", &html[..80]);
            for (key, text) in foreign.all().filter(|(key, _)| !key.starts_with("script.")) {
                for words in telling(text).into_iter().filter(|words| !own.contains(words)) {
                    assert!(!html.contains(&words), "a page in {code} says `{words}` ({key}), {adviser}");
                }
            }
            // What has no text shows its key.
            for group in ["consent.", "trial.", "feedback.", "debrief.", "instructions.", "questions.", "ask."] {
                assert!(!html.contains(&format!(">{group}")), "{group} shows a key");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_a_rule_ends_says_so_in_its_language() {
    // Every verdict of these sessions is the same, so that one of the two practice alerts is judged wrongly at least.
    let rule = "[conduct]\npractice_at_least = 4\npractice_failed = \"end\"\none_run_per_browser = true\n";
    for (code, ended, over, rule_said) in [
        ("en", "The session ends here", "already taken part", "The study goes on after 4 of the 4 practice alerts"),
        (
            "de",
            "Die Sitzung endet hier",
            "bereits teilgenommen",
            "Die Studie geht weiter, sobald 4 von 4 Übungsalarmen",
        ),
    ] {
        let (_folder, mut client, _) = open(study_with(&format!("{rule}{BOTH}"), &[]).unwrap()).await;
        let pages = session_in(&mut client, code).await;
        assert!(pages.last().unwrap().contains(ended), "{}", pages.last().unwrap());
        assert!(pages.iter().any(|html| html.contains(rule_said)), "the instructions say what practice has to show");
        post(&mut client, "/session/withdraw", Body::Form(String::new())).await;
        let back = client.get(&format!("/j/{CODE}?lang={code}")).await.unwrap().body;
        assert!(back.contains(over), "{back}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_keeps_its_language_on_every_device_and_the_data_say_which() {
    let (_folder, mut client, journal) = open(study_with(BOTH, &[]).unwrap()).await;
    post(&mut client, &format!("/j/{CODE}?lang=de"), Body::Form(String::new())).await;
    let consent = page(&mut client).await;
    assert!(consent.contains("<html lang=\"de\"") && consent.contains("value=\"en\""), "the choice is on the page");
    post(&mut client, "/session/language", Body::Form("lang=en".into())).await;
    assert!(page(&mut client).await.contains("<html lang=\"en\""));
    post(&mut client, "/session/language", Body::Form("lang=de".into())).await;
    let refused = post(&mut client, "/session/language", Body::Form("lang=fr".into())).await;
    assert_eq!(refused.status, 422);
    let consent = page(&mut client).await;
    let personal = consent.split_once("/p/").unwrap().1.split('<').next().unwrap().to_owned();
    post(&mut client, "/session/consent", Body::Form("agree=yes".into())).await;
    post(&mut client, "/session/language", Body::Form("lang=en".into())).await;
    assert!(page(&mut client).await.contains("<html lang=\"de\""), "after the consent it stays");
    let back = client.get(&format!("/p/{personal}?lang=en")).await.unwrap().body;
    assert!(back.contains("<html lang=\"de\"") && back.contains("Willkommen zurück"), "{back}");
    let records = journal.store().all_records(&overtrust::study::StudyId("study".into())).await.unwrap();
    let chosen: Vec<_> = records.iter().filter(|record| record.kind == "language-chosen").collect();
    assert_eq!(chosen.len(), 3);
    assert!(chosen.last().unwrap().payload.contains("\"de\""));
}

#[tokio::test]
async fn a_study_says_its_own_at_length_and_raw_html_does_not_get_through() {
    let texts = "[texts]\nlanguages = [\"de\", \"en\"]\n[texts.de]\nconsent = { file = \"consent.de.md\", replaces = true }\n\
                 [texts.en]\nconsent = { text = \"Approved by a *board*. <script>x</script>\", replaces = true }\n\
                 [texts.de.words]\n\"consent.submit\" = \"Einverstanden\"\n[texts.en.words]\n\"consent.submit\" = \"Agreed\"\n";
    let study = study_with(texts, &[("consent.de.md", "## Ethik\n\nGeprüft: **ja** <script>x</script>")]).unwrap();
    let hash = study.hashes.study;
    let other = study_with(texts, &[("consent.de.md", "## Ethik\n\nGeprüft: **nein**")]).unwrap();
    assert_ne!(hash, other.hashes.study, "texts beside the study are part of its hash");
    let (_folder, mut client, _) = open(study).await;
    post(&mut client, &format!("/j/{CODE}"), Body::Form(String::new())).await;
    let consent = visible(&page(&mut client).await);
    assert!(consent.contains("<strong>ja</strong>") && consent.contains("Einverstanden"), "{consent}");
    assert!(!consent.contains("<script>x") && !consent.contains("Sie sichten"), "{consent}");
    for stays in ["erst am Ende erklärt", "Antworten werden dann gelöscht", "Was aufgezeichnet wird"] {
        assert!(consent.contains(stays), "`{stays}` has to stay: {consent}");
    }
}

#[test]
fn what_is_wrong_with_texts_is_told_all_at_once() {
    let texts = "[texts]\ndefault = \"en\"\nlanguages = [\"en\", \"de\", \"xx\"]\n[texts.en]\nconsent = \"Hello\"\n\
                 [texts.fr]\ntitle = \"Étude\"\n[texts.de.words]\n\"consent.submitt\" = \"Ja\"\n\"questions.block\" = \"Fertig\"\n\
                 \"consent.later-why\" = \"Nichts\"\n";
    let problems = study_with(texts, &[]).unwrap_err();
    let told: Vec<String> =
        problems.iter().map(|problem| format!("{problem} / {}", problem.hint.clone().unwrap_or_default())).collect();
    for expected in [
        "the program has no texts in `xx`",
        "`fr` is not among the languages of the study",
        "`consent` is missing in `de`",
        "no text is called `consent.submitt` / did you mean `consent.submit`?",
        "`questions.block` has other placeholders than in English: none instead of {number}",
        "`consent.later-why` can't be reworded",
        "`consent.submitt` is reworded here, but not in `en`",
    ] {
        assert!(told.iter().any(|told| told.contains(expected)), "`{expected}` is not in {told:#?}");
    }
}

#[test]
fn every_language_has_the_keys_of_english_and_pages_ask_for_nothing_else() {
    let english = Words::built_in("en").unwrap();
    let keys: Vec<&str> = english.all().map(|(key, _)| key).collect();
    for code in Files::languages() {
        let words = Words::built_in(&code).unwrap();
        assert!(words.all().map(|(key, _)| key).eq(keys.iter().copied()), "{code}");
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/server");
    let mut asked = std::collections::BTreeSet::new();
    for (folder, prefix) in [("", ""), ("pages", ""), ("assets", "script.")] {
        for file in std::fs::read_dir(source.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            for after in text.split("say(\"").skip(1) {
                let key = after.split('"').next().unwrap();
                if folder == "assets" || key.contains('.') {
                    asked.insert(format!("{prefix}{key}"));
                }
            }
        }
    }
    assert!(asked.len() > 150, "{}", asked.len());
    for key in asked {
        assert!(keys.contains(&key.as_str()), "`{key}` is asked for, but there is no such text");
    }
}
