//! A session that a rule of the study has ended: it is over for the browser, the trainer and the counterbalancing alike.

use std::path::Path;
use std::time::Duration;

use hyper::header::HeaderValue;
use jiff::Timestamp;
use overtrust::journal::{Origin, hash_token};
use overtrust::measures::Presence;
use overtrust::session::{Event, Screen, Sent, next_screen, questions_of};
use overtrust::simulation::Browserless;
use overtrust::study::{BrowserPolicy, ConductRules, LatePolicy, LateReturn, PracticeCriterion, PracticeFailed, Study};
use serde_json::json;

use super::program::{self, Server, out, overtrust};
use super::site::{self, BROWSER, CODE, Site, page, play, post_form};
use super::studies::quickstart;

/// Whoever always gives the same verdict judges one of the practice alerts wrongly at least.
fn with_strict_practice() -> Study {
    let study = quickstart();
    let at_least = study.design.practice_trials;
    let practice = Some(PracticeCriterion { at_least, rounds: 1, failed: PracticeFailed::End });
    Study { conduct: ConductRules { practice, ..ConductRules::NONE }, ..study }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_ended_can_withdraw_and_makes_room_for_the_next_person_at_the_browser() {
    for one_run in [false, true] {
        let mut study = with_strict_practice();
        study.conduct.one_run_per_browser = one_run;
        let site = Site::open(study).await;
        let mut client = site.client();
        let (_, last) = play(&mut client).await.pop().unwrap();
        assert!(last.contains("The session ends here") && last.contains("href=\"/session/withdraw\""), "{last}");
        assert!(!last.contains("<progress") && !last.contains("min left"), "nothing is left to do: {last}");
        let link = client.get(&format!("/j/{CODE}")).await.unwrap().body;
        assert_eq!(link.contains("Welcome back"), one_run, "{link}");
        post_form(&mut client, &format!("/j/{CODE}"), "").await;
        let next = page(&mut client).await;
        assert_eq!(site::name(&next), if one_run { "message" } else { "consent" }, "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_ended_is_not_under_way_and_holds_no_place() {
    let site = Site::open(with_strict_practice()).await;
    play(&mut site.client()).await;
    post_form(&mut site.client(), &format!("/j/{CODE}"), "").await;
    let seats = site.journal.store().seats(&quickstart().id, 0).await.unwrap();
    let now = Timestamp::now();
    assert_eq!([seats[0].holds_place(now), seats[1].holds_place(now)], [false, true]);
    let later = Presence::of(&seats, now + Duration::from_mins(11));
    assert_eq!(later, Presence { joined: 2, under_way: 1, quiet: 1, over: 1, kept: 0 });
}

#[tokio::test(flavor = "multi_thread")]
async fn status_counts_everybody_once() {
    let rule = "[conduct]\npractice_at_least = 4\npractice_failed = \"end\"\n\n[self_reports]";
    let server = Server::start_with(|text| text.replacen("[self_reports]", rule, 1));
    let base = format!("http://{}", server.authority());
    let path = server.join_link.trim_start_matches(&base).to_owned();
    let client = || Browserless::new(base.parse().unwrap(), Duration::from_mins(1));
    site::play_at(&mut client(), &path).await;
    post_form(&mut client(), &path, "").await;
    let folder = server.study().parent().map(Path::to_path_buf).unwrap();
    let told = program::json(&folder, "status study.toml --json");
    let counts = ["enrolled", "ended", "taking_part", "finished", "dropped_out", "withdrawn"];
    assert_eq!(counts.map(|name| told[name].clone()), [2, 1, 1, 0, 0, 0].map(|count| json!(count)), "{told}");
    let text = out(&overtrust(&folder, "status study.toml").success());
    let line = "2 enrolled: 0 finished, 1 taking part, 0 dropped out, 1 ended by a rule, 0 withdrawn;";
    assert!(text.contains(line), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_late_to_the_look_at_the_browser_is_late() {
    let late = Some(LateReturn { longest_break_min: 60, policy: LatePolicy::Block });
    let conduct = ConductRules { late, browser: BrowserPolicy::Warn, ..ConductRules::NONE };
    let site = Site::open(Study { conduct, ..quickstart() }).await;
    let mut client = site.client();
    client.get(&format!("/j/{CODE}")).await.unwrap();
    let cookie: HeaderValue = client.cookie().unwrap();
    let token = cookie.to_str().unwrap().rsplit('=').next().unwrap().to_owned();
    // Somebody with this cookie came up to the look at the browser, and then was away for two hours.
    let (conduct, then) = (site.app.conduct(), Timestamp::now() - Duration::from_hours(2));
    let mut live = conduct.enroll(&hash_token(&token), then, Origin::Person).await.unwrap();
    loop {
        let event = match next_screen(&conduct.study, &live.schedule, live.sitting.progress()) {
            Screen::Consent => Event::Consented,
            Screen::Page(page) => {
                let asked = questions_of(&conduct.study, &live.schedule, page);
                let answer = |scale: &overtrust::study::Scale| if scale.accepts(0.0) { 0.0 } else { 60.0 };
                let answers = asked.iter().map(|question| (question.id.clone(), answer(&question.scale))).collect();
                Event::Answered { page, answers }
            }
            screen => break assert_eq!(screen, Screen::BrowserCheck),
        };
        let sent = Sent { client_id: format!("{event:?}"), event };
        conduct.submit(&mut live, vec![sent], then).await.unwrap()[0].1.clone().unwrap();
    }
    assert!(post_form(&mut client, "/session/browser", BROWSER).await.status.is_redirection());
    assert!(page(&mut client).await.contains("Your break was longer"), "{}", page(&mut client).await);
    let records = site.journal.store().records(&conduct.study.id, &live.seat.participant).await.unwrap();
    let kinds: Vec<&str> = records.iter().map(|record| record.kind.as_str()).collect();
    assert!(kinds.ends_with(&["came-back-late"]), "{kinds:?}");
}
