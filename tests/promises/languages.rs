//! Participants read one language from the link to the debrief, and a study's own texts are held against each other.

use std::path::Path;

use overtrust::simulation::Browserless;
use overtrust::study::{Files, Problems, Study, Template, Words};
use tempfile::TempDir;

use super::site::{self, CODE, Site, page, post_form, respond};

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

/// Every page of a session that was started in a language, with what an empty page of questions is answered with.
async fn session_in(client: &mut Browserless, code: &str) -> Vec<String> {
    let mut pages = Vec::new();
    for path in [format!("/?lang={code}"), format!("/j/{CODE}?lang={code}"), format!("/nothing?lang={code}")] {
        pages.push(client.get(&path).await.unwrap().body);
    }
    post_form(client, &format!("/j/{CODE}?lang={code}"), "").await;
    pages.push(client.get("/session/withdraw").await.unwrap().body);
    loop {
        let html = page(client).await;
        pages.push(html.clone());
        let name = site::name(&html);
        if html.contains("data-question") {
            let answer = post_form(client, "/session/answers", &format!("page={name}")).await;
            assert!(answer.body.contains("role=\"alert\""), "an empty page of questions is refused in words");
            pages.push(answer.body);
        }
        let mut seen = Vec::new();
        let goes_on = respond(client, &name, &html, &mut seen).await;
        pages.extend(seen.into_iter().filter(|(name, _)| name == "trial").map(|(_, html)| html));
        if !goes_on {
            return pages;
        }
    }
}

/// The words between the placeholders of a text, where they are long enough to be known by.
fn telling(template: &Template) -> Vec<String> {
    let escaped = template.raw().replace('\'', "&#39;");
    let pieces = escaped.split(['{', '}', '*', '`']).filter(|piece| !piece.contains('|') && piece.len() > 12);
    pieces.map(|piece| piece.trim().to_owned()).collect()
}

/// What tells that a text is in the other language: the key, and words that the own one does not say.
pub fn foreign(own: &str, other: &str) -> Vec<(String, String)> {
    let (own, other) = (Words::built_in(own).unwrap(), Words::built_in(other).unwrap());
    let own: Vec<String> = own.all().flat_map(|(_, text)| telling(text)).collect();
    let words = |(key, text): (&str, &Template)| -> Vec<(String, String)> {
        telling(text).into_iter().filter(|words| !own.contains(words)).map(|words| (key.to_owned(), words)).collect()
    };
    other.all().flat_map(words).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_german_shows_no_english_text_and_one_in_english_no_german() {
    for (code, other) in [("de", "en"), ("en", "de")] {
        let study = study_with(BOTH, &[]).unwrap();
        let adviser = study.adviser.clone();
        let site = Site::open(study).await;
        let mut client = site.client();
        let pages = session_in(&mut client, code).await;
        assert!(pages.len() > 40, "{} pages", pages.len());
        let foreign = foreign(code, other);
        let saved = Words::built_in(code).unwrap().of("script", "saved").to_string();
        assert!(pages.iter().all(|html| !html.contains("<html") || html.contains(&saved)), "scripts say {saved}");
        for html in pages.iter().map(|html| visible(html)) {
            assert!(!html.contains("<html") || html.contains(&format!("<html lang=\"{code}\"")), "{}", &html[..80]);
            for (key, words) in foreign.iter().filter(|(key, _)| !key.starts_with("script.")) {
                assert!(!html.contains(words), "a page in {code} says `{words}` ({key}), {adviser}");
            }
            assert!(!html.contains("**") && !html.contains('`'), "a mark of a text is shown as it is written: {html}");
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
        let site = Site::open(study_with(&format!("{rule}{BOTH}"), &[]).unwrap()).await;
        let mut client = site.client();
        let pages = session_in(&mut client, code).await;
        assert!(pages.last().unwrap().contains(ended), "{}", pages.last().unwrap());
        assert!(pages.iter().any(|html| html.contains(rule_said)), "the instructions say what practice has to show");
        post_form(&mut client, "/session/withdraw", "").await;
        let back = client.get(&format!("/j/{CODE}?lang={code}")).await.unwrap().body;
        assert!(back.contains(over) && !visible(&back).contains("**"), "{back}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_keeps_its_language_on_every_device_and_the_data_say_which() {
    let site = Site::open(study_with(BOTH, &[]).unwrap()).await;
    let mut client = site.client();
    post_form(&mut client, &format!("/j/{CODE}?lang=de"), "").await;
    let consent = page(&mut client).await;
    assert!(consent.contains("<html lang=\"de\"") && consent.contains("value=\"en\""), "the choice is on the page");
    post_form(&mut client, "/session/language", "lang=en").await;
    assert!(page(&mut client).await.contains("<html lang=\"en\""));
    post_form(&mut client, "/session/language", "lang=de").await;
    let refused = post_form(&mut client, "/session/language", "lang=fr").await;
    assert_eq!(refused.status, 422);
    let consent = page(&mut client).await;
    let personal = consent.split_once("/p/").unwrap().1.split('<').next().unwrap().to_owned();
    post_form(&mut client, "/session/consent", "agree=yes").await;
    post_form(&mut client, "/session/language", "lang=en").await;
    assert!(page(&mut client).await.contains("<html lang=\"de\""), "after the consent it stays");
    let back = client.get(&format!("/p/{personal}?lang=en")).await.unwrap().body;
    assert!(back.contains("<html lang=\"de\"") && back.contains("Willkommen zurück"), "{back}");
    let records = site.journal.store().all_records(&overtrust::study::StudyId("study".into())).await.unwrap();
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
    let site = Site::open(study).await;
    let mut client = site.client();
    post_form(&mut client, &format!("/j/{CODE}"), "").await;
    let consent = visible(&page(&mut client).await);
    assert!(consent.contains("<strong>ja</strong>") && consent.contains("Einverstanden"), "{consent}");
    assert!(!consent.contains("<script>x") && !consent.contains("Sie sichten"), "{consent}");
    for stays in ["erst am Ende erklärt", "Antworten werden dann gelöscht", "Was aufgezeichnet wird"] {
        assert!(consent.contains(stays), "`{stays}` has to stay: {consent}");
    }
}

#[test]
fn a_catalogue_of_the_studys_own_keeps_what_participants_have_a_right_to() {
    for code in ["en", "de"] {
        let carried = Files::Embedded.read(Path::new(&format!("datasets/texts/{code}.toml"))).unwrap();
        let texts = format!("[texts]\nlanguages = [\"{code}\"]\n[texts.{code}]\ncatalogue = \"mine.toml\"\n");
        let said = |key: &str| Words::built_in(code).unwrap().say(key).to_string();
        let with = |key: &str| {
            let changed = carried.replace(&said(key), "Something else.");
            assert_ne!(changed, carried, "{key}");
            study_with(&texts, &[("mine.toml", &changed)])
        };
        assert_eq!(
            with("consent.submit").unwrap().texts.default_words().say("consent.submit").to_string(),
            "Something else."
        );
        for key in ["consent.later-why", "withdrawn.erased"] {
            let problems = with(key).unwrap_err();
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert_eq!(told, [format!("`{key}` can't be reworded: participants have a right to it")], "{code}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verdicts_that_a_study_words_alike_stay_apart() {
    let words = "[texts.en.words]\n\"verdict.benign-positive\" = \"Close\"\n\"verdict.false-positive\" = \"Close\"\n";
    let site = Site::open(study_with(words, &[]).unwrap()).await;
    let pages = session_in(&mut site.client(), "en").await;
    let suggested = pages.iter().filter_map(|html| Some(html.split_once("data-verdict=\"")?.1.split_once('"')?.0));
    let suggested: std::collections::BTreeSet<&str> = suggested.collect();
    assert!(suggested.len() > 1 && suggested.iter().all(|key| ["1", "2", "3"].contains(key)), "{suggested:?}");
}

#[test]
fn what_is_marked_in_a_text_is_asked_for_as_html() {
    let words = Words::built_in("en").unwrap();
    let is_marked = |key: &str| words.all().any(|(known, text)| known == key && text.raw().contains(['*', '`']));
    let mut marked = 0;
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/server/pages")).unwrap() {
        let path = file.unwrap().path();
        for said in std::fs::read_to_string(&path).unwrap().split("{{ words.say(\"").skip(1) {
            let (key, rest) = said.split_once('"').unwrap();
            let filled = rest.split_once("}}").unwrap().0;
            marked += usize::from(is_marked(key));
            let as_html = filled.contains(".html()|safe");
            assert_eq!(as_html, is_marked(key), "{} prints `{key}` in the other way", path.display());
        }
    }
    assert!(marked > 5, "{marked}");
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
