//! A study served in this process, and somebody without a browser who answers whatever its pages ask.

use std::time::Duration;

use hyper::Method;
use overtrust::journal::{Conduct, Journal};
use overtrust::server::{App, Link, serve};
use overtrust::simulation::{Answer, Body, Browserless};
use overtrust::study::Study;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// The code that lets anyone join.
pub const CODE: &str = "TEST42";

/// What a page sends of a browser that has everything.
pub const BROWSER: &str = "width=1280&height=800&keyboard=yes&touch=no&clock_step=0.1&refresh=16.7";

/// A running server with its journal.
pub struct Site {
    /// Scheme, host and port.
    pub base: String,
    /// What the server shares among its handlers.
    pub app: App,
    /// Its journal.
    pub journal: Journal,
    _folder: TempDir,
}

impl Site {
    /// Serves a study on a free port, with a journal of its own.
    pub async fn open(study: Study) -> Self {
        let folder = TempDir::new().unwrap();
        let journal = Journal::open(&format!("sqlite://{}", folder.path().join("journal.db").display())).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let conduct = Conduct::open(study, journal.clone()).await.unwrap();
        let app = App::new(conduct, Link { base: base.clone() }, CODE.into(), false);
        tokio::spawn(serve(listener, app.clone(), std::future::pending()));
        Self { base, app, journal, _folder: folder }
    }

    /// Somebody who has not been here.
    pub fn client(&self) -> Browserless {
        Browserless::new(self.base.parse().unwrap(), Duration::from_mins(1))
    }
}

/// Sends a body.
pub async fn post(client: &mut Browserless, path: &str, body: Body) -> Answer {
    client.request(Method::POST, path, body).await.unwrap()
}

/// Sends a form.
pub async fn post_form(client: &mut Browserless, path: &str, form: &str) -> Answer {
    post(client, path, Body::Form(form.into())).await
}

/// The page of the session.
pub async fn page(client: &mut Browserless) -> String {
    client.get("/session").await.unwrap().body
}

/// A whole session of one client, up to the debrief or where it ends before: every page with its name, and what came with it.
pub async fn play(client: &mut Browserless) -> Vec<(String, String)> {
    play_at(client, &format!("/j/{CODE}")).await
}

/// The same by the path of another link.
pub async fn play_at(client: &mut Browserless, path: &str) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    post_form(client, path, "").await;
    loop {
        let html = page(client).await;
        let name = name(&html);
        pages.push((name.clone(), html.clone()));
        if name == "debrief" || !respond(client, &name, &html, &mut pages).await {
            return pages;
        }
    }
}

/// What a page is called: by the form on it, or by what runs on it.
pub fn name(html: &str) -> String {
    let place = |name: &str| html.contains(&format!("action=\"/session/{name}\""));
    let by_place = ["debrief", "consent", "browser"].into_iter().find(|name| place(name)).map(str::to_owned);
    let hidden = || Some(html.split_once("name=\"page\" value=\"")?.1.split_once('"')?.0.to_owned());
    let runs_trials = || html.contains("id=\"stage\"").then(|| "trials".into());
    by_place.or_else(hidden).or_else(runs_trials).unwrap_or_else(|| "message".into())
}

/// Answers the page of a name. Adds what was received for it to what was seen; false where the page asks for nothing.
pub async fn respond(client: &mut Browserless, name: &str, html: &str, seen: &mut Vec<(String, String)>) -> bool {
    let (place, form) = match name {
        "message" => return false,
        "trials" => {
            decide(client, seen).await;
            return true;
        }
        "debrief" => ("debrief", "keep=yes".into()),
        "consent" => ("consent", "agree=yes".into()),
        "browser" => ("browser", BROWSER.into()),
        name => ("answers", fill(html, name)),
    };
    let answer = post(client, &format!("/session/{place}"), Body::Form(form)).await;
    assert!(answer.status.is_redirection(), "{}", answer.body);
    true
}

/// Decides every trial of a block, always in the same way.
async fn decide(client: &mut Browserless, seen: &mut Vec<(String, String)>) {
    let list = client.get("/session/trials").await.unwrap().body;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    for trial in list["trials"].as_array().unwrap() {
        let reference = trial["reference"].as_str().unwrap();
        seen.push(("trial".into(), trial["html"].as_str().unwrap().replace(reference, "REFERENCE")));
        let judged = format!(
            r#"{{"events":[{{"id":"{reference}","kind":"judged","trial":"{reference}","verdict":1,"confidence":70,
            "decisive":["a"],"wall_ms":61000.25,"hidden_ms":0,"refresh_ms":16.7,"dropped_frames":0,"clock_step_ms":0.1}}]}}"#
        );
        let answer = post(client, "/session/events", Body::Json(judged)).await;
        assert!(answer.body.contains("\"saved\":[\""), "{}", answer.body);
        seen.push(("reply".into(), answer.body.replace(reference, "REFERENCE")));
    }
}

/// Answers every field that a page names.
fn fill(html: &str, name: &str) -> String {
    const MOST_FIELDS: usize = 40;
    let mut fields = vec![format!("page={name}")];
    for field in (0..MOST_FIELDS).map(|index| format!("q{index}")) {
        if html.contains(&format!("name=\"{field}_minutes\"")) {
            fields.push(format!("{field}_minutes=1&{field}_seconds=20"));
        } else if html.contains(&format!("name=\"{field}_direction\"")) {
            fields.push(format!("{field}_direction=faster&{field}_percent=10"));
        } else if html.contains(&format!("data-question=\"{field}\"")) {
            // Every scale here takes a 0 or a 5: choices and counts start at 0, ratings go in fives, agreement from 1 to 7.
            // Nobody can have been right five times of four.
            let counts_to_four = html.contains("max=\"4\"");
            fields.push(format!("{field}={}", if name == "background" || counts_to_four { 0 } else { 5 }));
        }
    }
    fields.join("&")
}
