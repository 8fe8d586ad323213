//! Addresses and names that belong to somebody: a set to be published has only reserved ones.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::study::{Dataset, Problem};

use super::finding::{Finding, Outcome};
use super::places;

/// Endings of registered names that are common and are no endings of files.
const REGISTERED: [&str; 36] = [
    "com", "net", "org", "info", "biz", "io", "co", "edu", "gov", "mil", "int", "eu", "uk", "de", "fr", "nl", "it",
    "es", "ch", "at", "be", "se", "dk", "cz", "us", "ca", "au", "nz", "jp", "cn", "ru", "br", "in", "dev", "cloud",
    "online",
];

/// Names for documentation (RFC 2606) end so.
const DOCUMENTATION: [&str; 3] = ["example.com", "example.net", "example.org"];

/// Reports every address outside the ranges for documentation (RFC 5737, RFC 3849) and private networks, and every name under a
/// registered ending.
pub fn reserved(dataset: &Dataset) -> Finding {
    let mut found: Vec<Problem> = Vec::new();
    for (text, place) in places::texts(dataset) {
        for token in tokens(text) {
            if let Some(message) = belongs_to_somebody(token) {
                found.push(place.problem(message));
            }
        }
    }
    found.dedup();
    Finding::of_places(
        "reserved-names",
        Outcome::Warned,
        found,
        "addresses and names are reserved ones",
        "addresses or names may belong to somebody",
    )
    .hint("before you publish the set: 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32, private ranges; .example, .test")
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || ".-:_".contains(c)))
        .map(|token| token.trim_matches(|c: char| ".-_".contains(c) || c == ':'))
        .filter(|token| token.contains(['.', ':']))
}

fn belongs_to_somebody(token: &str) -> Option<String> {
    if let Ok(address) = token.parse::<Ipv6Addr>() {
        return (!is_reserved_v6(address)).then(|| format!("`{token}` is no reserved address"));
    }
    let host = token.split(':').next().unwrap_or(token);
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return (!is_reserved_v4(address)).then(|| format!("`{host}` is no reserved address"));
    }
    let name = token.split(':').find(|part| part.contains('.'))?.to_ascii_lowercase();
    let (before, ending) = name.rsplit_once('.')?;
    let registered = REGISTERED.contains(&ending) && before.contains(|c: char| c.is_ascii_alphabetic());
    let documented = DOCUMENTATION.iter().any(|known| name == *known || name.ends_with(&format!(".{known}")));
    (registered && !documented).then(|| format!("`{name}` is no reserved name"))
}

fn is_reserved_v4(address: Ipv4Addr) -> bool {
    let shared = address.octets()[0] == 100 && address.octets()[1] & 0b1100_0000 == 64;
    address.is_documentation()
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.octets()[0] == 0
        || address.octets()[..3] == [255, 255, 255]
        || shared
}

fn is_reserved_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    (first, second) == (0x2001, 0x0db8)
        || address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_whose_it_is() {
        let check = |text: &str, expect: &[&str]| {
            let found: Vec<String> = tokens(text).filter_map(belongs_to_somebody).collect();
            assert_eq!(found, expect, "{text}");
        };
        check("from 192.0.2.7:443 to 10.1.2.3, 100.64.0.9 and 2001:db8::7 at 10:22:17.044", &[]);
        check("to 8.8.8.8:53.", &["`8.8.8.8` is no reserved address"]);
        check("(2a00:1450:4001::8b)", &["`2a00:1450:4001::8b` is no reserved address"]);
        check("mail.corp.example, host.test, www.example.org, setup.sh, a.zip, ntds.dit, 4.18.2", &[]);
        check("https://Login.Bank.COM/x?y", &["`login.bank.com` is no reserved name"]);
        check("mac 02:00:5e:10:20:30 and 1.2.3", &[]);
    }
}
