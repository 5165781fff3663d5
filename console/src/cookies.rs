//! Cookies: how they are read, and the few that are set. All are sealed, none is readable by scripts. Who is signed in is never sent
//! from another site's page; how pages look is sent with a link that is followed, and with no form.

use http::HeaderMap;
use http::header::COOKIE;

/// A cookie of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jar {
    /// Who is signed in; ends with the browser.
    Session,
    /// How pages look, and what forms are bound to; kept for a year.
    Visitor,
    /// The secret of an enrolled device; kept for a year.
    Device,
}

/// A year, in seconds: browsers keep no cookie for longer than 400 days.
const YEAR_S: u32 = 365 * 24 * 3_600;

impl Jar {
    /// Its name. Over TLS the browser itself holds it to this host, to `/` and to TLS.
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Visitor, true) => "__Host-visitor",
            (Self::Visitor, false) => "visitor",
            (Self::Device, true) => "__Host-device",
            (Self::Device, false) => "device",
        }
    }

    /// From where it is sent. What forms are bound to comes along with a link of another site too: else each such link would begin
    /// anew what other pages of this browser go on with, and their forms would be of nobody.
    const fn site(self) -> &'static str {
        match self {
            Self::Session | Self::Device => "Strict",
            Self::Visitor => "Lax",
        }
    }

    /// What a request brings of it.
    pub(crate) fn read(self, headers: &HeaderMap, secure: bool) -> Option<&str> {
        let name = self.name(secure);
        let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        all.flat_map(|line| line.split(';'))
            .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
    }

    /// A request's pair of it.
    pub(crate) fn pair(self, value: &str, secure: bool) -> String {
        format!("{}={value}", self.name(secure))
    }

    /// The pairs that a request brings, without this one.
    pub(crate) fn others(headers: &HeaderMap, without: Self, secure: bool) -> Vec<String> {
        let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = all.flat_map(|line| line.split(';')).map(str::trim);
        let name = without.name(secure);
        pairs.filter(|pair| pair.split('=').next() != Some(name)).map(str::to_owned).collect()
    }

    /// The header's value that sets it.
    pub(crate) fn set(self, value: &str, secure: bool) -> String {
        let name = self.name(secure);
        let age = if self == Self::Session { String::new() } else { format!("; Max-Age={YEAR_S}") };
        format!("{name}={value}; Path=/; HttpOnly; SameSite={}{age}{}", self.site(), tls(secure))
    }

    /// The header's value that ends it.
    pub(crate) fn end(self, secure: bool) -> String {
        let (name, site) = (self.name(secure), self.site());
        format!("{name}=; Path=/; HttpOnly; SameSite={site}; Max-Age=0{}", tls(secure))
    }
}

const fn tls(secure: bool) -> &'static str {
    if secure { "; Secure" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others_and_never_by_half_its_name() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, "xsession=no; session=yes; visitor=v".parse().expect("ASCII"));
        assert_eq!(Jar::Session.read(&headers, false), Some("yes"));
        assert_eq!(Jar::Session.read(&headers, true), None, "over TLS only the bound name counts");
        assert_eq!(Jar::Device.read(&headers, false), None);
    }

    #[test]
    fn every_cookie_is_closed_to_scripts_and_to_other_sites() {
        for jar in [Jar::Session, Jar::Visitor, Jar::Device] {
            let set = jar.set("x", true);
            assert!(set.starts_with("__Host-"), "{set}");
            let site = if jar == Jar::Visitor { "; SameSite=Lax" } else { "; SameSite=Strict" };
            for part in ["; Path=/", "; HttpOnly", site, "; Secure"] {
                assert!(set.contains(part) && jar.end(true).contains(part), "{set}");
            }
            assert!(!jar.set("x", false).contains("Secure"));
        }
        assert!(!Jar::Session.set("x", true).contains("Max-Age"), "ends with the browser");
    }
}
