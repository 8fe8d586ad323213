//! What the page promises, and what it says in every case.

use std::collections::BTreeSet;

use crate::findings::{Findings, PersonFacts};
use crate::report::{SCRIPT, SCRIPT_HASH, certainty, html, next_steps, sample, sentences};

fn simulated() -> Findings {
    let mut findings = sample::study();
    findings.study.simulated = findings.flow.enrolled;
    findings
}

fn crowd() -> Findings {
    let mut findings = sample::study();
    findings.people = std::iter::repeat_n(findings.people, 40).flatten().collect();
    findings.times.unaided = std::iter::repeat_n(findings.times.unaided, 40).flatten().collect();
    findings
}

#[test]
fn the_file_stands_alone() {
    for findings in [sample::study(), sample::empty(), simulated(), crowd()] {
        let page = html(&findings);
        assert!(page.len() < 2_000_000, "{} bytes", page.len());
        assert!(page.matches("<script").count() <= 1, "one script, that of the sliders");
        for forbidden in ["http:", "https:", "<link", "<img", "@import", "NaN", "inf "] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn the_policy_lets_the_script_of_the_sliders_run_and_no_other() {
    use base64::Engine;
    use sha2::Digest;
    let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(SCRIPT));
    assert_eq!(SCRIPT_HASH, format!("sha256-{hash}"));
    let page = html(&sample::study());
    assert!(
        page.contains(&format!("script-src '{SCRIPT_HASH}'")) && page.contains(&format!("<script>{SCRIPT}</script>"))
    );
    assert!(!html(&sample::empty()).contains("<script"), "without a roll-out there is nothing to move");
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    assert_eq!(html(&sample::study()), html(&sample::study()));
}

#[test]
fn every_id_is_there_once_and_every_link_has_an_end() {
    for findings in [sample::study(), sample::empty()] {
        let page = html(&findings);
        let ids: Vec<&str> = values(&page, " id=\"");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len());
        let links = values(&page, "href=\"#")
            .into_iter()
            .chain(values(&page, "url(#").into_iter().map(|rest| rest.split(')').next().unwrap_or(rest)));
        for link in links {
            assert!(unique.contains(link), "{link}");
        }
    }
}

#[test]
fn every_picture_has_a_name() {
    let page = html(&sample::study());
    let pictures = values(&page, "<svg ");
    assert!(pictures.len() >= 6);
    assert_eq!(page.matches(r#"role="img" aria-label=""#).count(), pictures.len());
    assert!(!page.contains(r#"aria-label="""#));
}

#[test]
fn every_estimate_is_in_the_table_once() {
    let findings = sample::study();
    let page = html(&findings);
    for estimate in &findings.estimates {
        assert_eq!(page.matches(&format!("id=\"estimate-{}\"", estimate.id)).count(), 1, "{}", estimate.id);
        assert_eq!(page.matches(&format!("<code>{}</code>", estimate.id)).count(), 1, "{}", estimate.id);
    }
}

#[test]
fn a_simulation_says_so_first() {
    assert!(html(&simulated()).contains("SIMULATED:</strong> no person took part"));
    assert!(!html(&sample::study()).contains("SIMULATED"));
}

#[test]
fn hostile_words_stay_words() {
    let mut findings = sample::study();
    let hostile = "\"><script>alert(1)</script>";
    findings.study.title = hostile.to_owned();
    findings.study.adviser = hostile.to_owned();
    findings.deviations = vec![hostile.to_owned()];
    for estimate in &mut findings.estimates {
        estimate.label = hostile.to_owned();
    }
    assert!(!html(&findings).contains("<script>alert"));
}

#[test]
fn odd_numbers_draw_nothing_odd() {
    let mut findings = sample::study();
    findings.times.aided_wrong = vec![0.0, f64::NAN, 4.0];
    findings.times.unaided = vec![3.0];
    findings.people = vec![
        PersonFacts {
            measured_percent: Some(4000.0),
            believed_percent: Some(-100.0),
            forecast_percent: Some(f64::INFINITY),
            unaided_accuracy: None,
            aided_accuracy: None,
        };
        2
    ];
    findings.paths.wrong_followed = 0;
    findings.paths.wrong_overridden = 0;
    for estimate in &mut findings.estimates {
        estimate.high = Some(f64::INFINITY);
    }
    let page = html(&findings);
    assert!(!page.contains("NaN") && !page.contains(">inf"));
    assert!(page.contains("drawn at the edge"));
}

/// WCAG 2.2, success criterion 1.4.6: text against both backgrounds, in both schemes.
#[test]
fn text_has_seven_to_one() {
    let css = include_str!("report.css");
    for scheme in 0..2 {
        for (text, grounds) in [
            ("--ink", ["--page", "--surface"]),
            ("--quiet", ["--page", "--surface"]),
            ("--accent", ["--page", "--surface"]),
            ("--banner-ink", ["--banner", "--banner"]),
        ] {
            for ground in grounds {
                let ratio = contrast(colour(css, text, scheme), colour(css, ground, scheme));
                assert!(ratio >= 7.0, "{text} on {ground}: {ratio:.2}");
            }
        }
    }
}

fn colour(css: &str, name: &str, scheme: usize) -> [f64; 3] {
    let value = values(css, &format!("{name}: #"))[scheme];
    [0, 2, 4].map(|place| f64::from(u8::from_str_radix(&value[place..place + 2], 16).expect("six digits")) / 255.0)
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |[red, green, blue]: [f64; 3]| {
        let linear = |part: f64| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What follows each opening, up to a quotation mark, a semicolon or the end.
fn values<'a>(page: &'a str, opening: &str) -> Vec<&'a str> {
    page.split(opening).skip(1).filter_map(|rest| rest.split(['"', ';']).next()).collect()
}

#[test]
fn the_words_of_a_study_and_of_none() {
    let words = |findings: &Findings| {
        let mut lines = sentences::three(findings).to_vec();
        lines.push("How sure are we?".to_owned());
        lines.extend(certainty::paragraphs(findings));
        lines.push("What to do next".to_owned());
        lines.extend(next_steps::steps(findings));
        lines.join("\n").replace('\u{a0}', " ")
    };
    insta::assert_snapshot!(format!("{}\n\n{}", words(&sample::study()), words(&sample::empty())));
}
