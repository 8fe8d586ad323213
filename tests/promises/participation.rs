//! What a participant's browser receives: never the truth before it is due, never anything of another site, always protected.

use overtrust::session::Event;
use overtrust::simulation::Body;
use overtrust::study::{Study, Verdict};

use super::site::{CODE, Site, play, post};
use super::studies::quickstart;

/// The quickstart with every hidden text replaced, so that a page which depends on one gives itself away.
fn with_other_secrets() -> Study {
    let mut study = quickstart();
    for (index, alert) in study.dataset.alerts.iter_mut().enumerate() {
        alert.id = format!("secret-{index}");
        alert.rationale = format!("secret rationale {index}");
        alert.debrief = format!("secret debrief {index}");
        // Another truth on the same side of the primary axis leaves the assignment as it is.
        alert.truth = match alert.truth {
            Verdict::BenignPositive => Verdict::FalsePositive,
            Verdict::FalsePositive => Verdict::BenignPositive,
            Verdict::TruePositive => Verdict::TruePositive,
        };
        for panel in &mut alert.evidence {
            panel.decisive = !panel.decisive;
        }
        for (number, advice) in alert.advice.iter_mut().enumerate() {
            advice.id = format!("secret-{index}-{number}");
            if !advice.failure_mode.is_empty() {
                advice.failure_mode = "secret-mode".into();
            }
            advice.refuted_by = vec!["a".into()];
            advice.omits = vec!["b".into()];
        }
    }
    study
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_tells_the_truth_before_a_trial_is_closed() {
    let study = quickstart();
    let pages = play(&mut Site::open(study.clone()).await.client()).await;
    assert_eq!(pages.iter().filter(|(kind, _)| kind == "trial").count(), 30);
    let mut secrets =
        ["unaided", "wrong-advice", "failure-mode", "failure_mode", "advice_correct"].map(str::to_owned).to_vec();
    secrets.extend(overtrust::study::FAILURE_MODES.map(str::to_owned));
    for alert in &study.dataset.alerts {
        secrets.push(alert.id.clone());
        secrets.extend([&alert.rationale, &alert.debrief].map(|text| text.chars().take(40).collect()));
    }
    for (kind, page) in pages.iter().filter(|(kind, _)| kind != "debrief" && !kind.starts_with("feedback")) {
        for secret in &secrets {
            assert!(!page.contains(secret.as_str()), "`{secret}` stands in a page of kind {kind}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_do_not_depend_on_what_they_must_not_show() {
    let one = play(&mut Site::open(quickstart()).await.client()).await;
    let other = play(&mut Site::open(with_other_secrets()).await.client()).await;
    assert_eq!(one.len(), other.len());
    for ((kind, page), (_, other)) in one.iter().zip(&other) {
        if kind != "debrief" && kind != "consent" && !kind.starts_with("feedback") {
            assert_eq!(page, other, "a page of kind {kind} depends on a secret");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_debrief_tells_what_was_seeded() {
    let pages = play(&mut Site::open(quickstart()).await.client()).await;
    let (_, debrief) = pages.last().unwrap();
    let told =
        quickstart().dataset.alerts.iter().filter(|alert| debrief.contains(&askama_escaped(&alert.debrief))).count();
    assert_eq!(told, 3);
}

/// A text as a page writes it.
fn askama_escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' => escaped += "&#38;",
            '<' => escaped += "&#60;",
            '>' => escaped += "&#62;",
            '"' => escaped += "&#34;",
            '\'' => escaped += "&#39;",
            other => escaped.push(other),
        }
    }
    escaped
}

#[tokio::test(flavor = "multi_thread")]
async fn every_response_is_protected() {
    let site = Site::open(quickstart()).await;
    let mut client = site.client();
    post(&mut client, &format!("/j/{CODE}"), Body::Form(String::new())).await;
    for path in ["/", "/session", "/session/withdraw", "/assets/style.css", "/nowhere", "/session/trials"] {
        let answer = client.get(path).await.unwrap();
        let header =
            |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(header("cross-origin-embedder-policy"), "require-corp", "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert!(!answer.body.contains("<script>") && !answer.body.contains(" style=\""), "{path} has inline code");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_refused_and_nothing_is_written() {
    let site = Site::open(quickstart()).await;
    let mut client = site.client();
    let stranger = client.get("/session").await.unwrap();
    assert_eq!(stranger.status, 401);
    assert_eq!(client.get("/p/0123456789abcdef0123456789abcdef").await.unwrap().status, 404);
    assert_eq!(post(&mut client, "/j/WRONG1", Body::Form(String::new())).await.status, 404);
    assert_eq!(post(&mut client, "/session/events", Body::Json("{\"events\":[]}".into())).await.status, 401);

    let joined = post(&mut client, &format!("/j/{CODE}"), Body::Form(String::new())).await;
    let cookie = joined.headers.get("set-cookie").unwrap().to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    for body in ["", "{", "{\"events\":[{\"id\":\"x\"}]}", "[]"] {
        assert!(post(&mut client, "/session/events", Body::Json(body.into())).await.status.is_client_error());
    }
    let unknown = r#"{"events":[{"id":"x","kind":"trial-opened","trial":"nope","onset_epoch_ms":1.0}]}"#;
    assert!(
        post(&mut client, "/session/events", Body::Json(unknown.into())).await.body.contains("there is no such trial")
    );
    let huge = format!("{{\"events\":[],\"padding\":\"{}\"}}", "x".repeat(300 * 1024));
    assert_eq!(post(&mut client, "/session/events", Body::Json(huge)).await.status, 413);
    assert_eq!(post(&mut client, "/session/debrief", Body::Form("keep=perhaps".into())).await.status, 422);

    for (name, value) in [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site")] {
        let refused = client.with_header(name, value).request(
            hyper::Method::POST,
            "/session/withdraw",
            Body::Form(String::new()),
        );
        assert_eq!(refused.await.unwrap().status, 403, "{name}");
    }
    assert!(client.get("/session").await.unwrap().body.contains("/session/consent"), "the session is where it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn pressing_start_twice_starts_one_session() {
    let site = Site::open(quickstart()).await;
    let mut client = site.client();
    client.get(&format!("/j/{CODE}")).await.unwrap();
    let cookie = client.cookie().unwrap();
    let presses = (0..4).map(|_| {
        let mut again = site.client();
        again.set_cookie(cookie.clone());
        tokio::spawn(async move { post(&mut again, &format!("/j/{CODE}"), Body::Form(String::new())).await.status })
    });
    for press in presses.collect::<Vec<_>>() {
        assert!(press.await.unwrap().is_redirection());
    }
    let seats = site.journal.store().seats(&quickstart().id, 0).await.unwrap();
    assert_eq!(seats.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawing_ends_the_session_for_good() {
    let site = Site::open(quickstart()).await;
    let mut client = site.client();
    post(&mut client, &format!("/j/{CODE}"), Body::Form(String::new())).await;
    assert!(client.get("/session/withdraw").await.unwrap().body.contains("/session/withdraw"));
    post(&mut client, "/session/withdraw", Body::Form(String::new())).await;
    assert!(client.get("/session").await.unwrap().body.contains("You have withdrawn"));
    post(&mut client, "/session/consent", Body::Form("agree=yes".into())).await;
    assert!(client.get("/session").await.unwrap().body.contains("You have withdrawn"));
    let gathered = overtrust::measures::gather(&site.journal, &quickstart()).await.unwrap();
    assert_eq!(overtrust::findings::of_gathered(&quickstart(), gathered).flow.withdrew, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_let_the_data_be_kept_gets_them_erased() {
    let site = Site::open(quickstart()).await;
    let (mut leaving, mut staying) = (site.client(), site.client());
    play(&mut leaving).await;
    play(&mut staying).await;
    post(&mut staying, "/session/debrief", Body::Form("keep=yes".into())).await;
    post(&mut leaving, "/session/debrief", Body::Form("keep=no".into())).await;
    let page = leaving.get("/session").await.unwrap().body;
    assert!(page.contains("You have withdrawn") && page.contains("your answers were erased"), "{page}");
    post(&mut leaving, "/session/withdraw", Body::Form(String::new())).await;
    post(&mut leaving, "/session/debrief", Body::Form("keep=yes".into())).await;
    assert!(leaving.get("/session").await.unwrap().body.contains("You have withdrawn"));
    assert!(staying.get("/session").await.unwrap().body.contains("Your answers are saved"));

    let study = quickstart();
    let gathered = overtrust::measures::gather(&site.journal, &study).await.unwrap();
    assert_eq!(gathered.participations[0].events[1..], [Event::Debriefed { keep_data: false }]);
    assert_eq!(
        (gathered.erased_participants, gathered.participations[1].events.len()),
        (1, gathered.erased_events + 2)
    );
    let flow = overtrust::findings::of_gathered(&study, gathered).flow;
    assert_eq!((flow.enrolled, flow.finished, flow.withdrew), (2, 1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_can_try_which_answers_have_the_hash_of_an_erased_record() {
    let site = Site::open(quickstart()).await;
    for _ in 0..2 {
        play(&mut site.client()).await;
    }
    let records = site.journal.store().all_records(&quickstart().id).await.unwrap();
    let answered: Vec<&str> =
        records.iter().filter(|record| record.kind == "answered").map(|record| record.client_id.as_str()).collect();
    let different: std::collections::HashSet<&str> = answered.iter().copied().collect();
    assert_eq!(different.len(), answered.len(), "the same page has another id in every session");
    assert!(answered.iter().all(|id| id.len() > 32), "{answered:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_took_part_is_led_back_where_the_study_says_so() {
    for one_run in [true, false] {
        let mut study = quickstart();
        study.conduct.one_run_per_browser = one_run;
        let site = Site::open(study).await;
        let mut client = site.client();
        post(&mut client, &format!("/j/{CODE}"), Body::Form(String::new())).await;
        post(&mut client, "/session/withdraw", Body::Form(String::new())).await;
        let page = client.get(&format!("/j/{CODE}")).await.unwrap().body;
        assert_eq!(page.contains("Welcome back"), one_run, "{page}");
        post(&mut client, &format!("/j/{CODE}"), Body::Form(String::new())).await;
        let page = client.get("/session").await.unwrap().body;
        assert_eq!(page.contains("You have withdrawn"), one_run, "{page}");
    }
}
