//! Secrets and their digests: passwords, one-time codes, and the random tokens of devices, refreshes and links.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::{digest, hmac};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Sources, Timestamp};
use tokio::sync::Semaphore;
use totp_rs::{Builder, Secret, Totp};
use unicode_normalization::UnicodeNormalization;

/// Argon2id: 19 MiB, two passes, one lane (OWASP's first choice).
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
/// NIST 800-63B-4 §3.1.1.2: eight as one of two factors; all of ours have two. Long ones are welcome.
const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 8..=256;
/// The estimator reads this much; what is longer is not guessed anyway.
const ESTIMATED_CHARS_MAX: usize = 72;
/// Hashes at once: each takes 19 MiB and a core for some 28 ms.
const HASHES_AT_ONCE: usize = 2;
/// Seconds of a one-time code's step.
const STEP_S: u64 = 30;

/// What is wrong with a password, in words for the one who chose it.
pub(crate) fn password_fault(password: &str, context: &[&str]) -> Option<&'static str> {
    let normal: String = password.nfkc().collect();
    let count = normal.chars().count();
    if !PASSWORD_CHARS.contains(&count) {
        return Some("is 8 to 256 characters");
    }
    if normal.contains('\0') {
        return Some("has a character that cannot be typed");
    }
    let lower = normal.to_lowercase();
    let told = |word: &&&str| word.chars().count() >= 4 && lower == word.to_lowercase();
    if context.iter().find(told).is_some() {
        return Some("is your own name or address");
    }
    let head: String = normal.chars().take(ESTIMATED_CHARS_MAX).collect();
    // The whole password against lists of common ones; no rule about kinds of characters.
    (zxcvbn::zxcvbn(&head, context).score() < zxcvbn::Score::Two).then_some("is one that is guessed first")
}

/// Hashes and checks passwords, a few at a time, off the request threads.
#[derive(Clone)]
pub(crate) struct Passwords {
    slots: Arc<Semaphore>,
    /// Checked when there is no such account, so that the answer takes as long.
    nobody: Arc<str>,
}

/// The hashing thread ended early.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed")]
pub(crate) struct HashFault;

impl Passwords {
    pub(crate) fn new(sources: &Sources) -> Result<Self, HashFault> {
        let password = URL_SAFE_NO_PAD.encode(sources.bytes::<16>());
        let nobody = hash(&password, &sources.bytes::<16>())?.into();
        Ok(Self { slots: Arc::new(Semaphore::new(HASHES_AT_ONCE)), nobody })
    }

    pub(crate) async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, HashFault> {
        let _slot = self.slots.acquire().await.map_err(|_| HashFault)?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || hash(&password, &salt)).await.map_err(|_| HashFault)?
    }

    /// Whether the password is the account's. Without an account it is as slow, and `false`.
    pub(crate) async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, HashFault> {
        let _slot = self.slots.acquire().await.map_err(|_| HashFault)?;
        let (password, known) = (password.to_owned(), stored.is_some());
        let stored = stored.map_or_else(|| self.nobody.to_string(), str::to_owned);
        let right =
            tokio::task::spawn_blocking(move || verify(&password, &stored)).await.map_err(|_| HashFault)?;
        Ok(right && known)
    }
}

fn argon2() -> Result<Argon2<'static>, HashFault> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| HashFault)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str, salt: &[u8]) -> Result<String, HashFault> {
    let normal: String = password.nfkc().collect();
    let hash: PasswordHash =
        argon2()?.hash_password_with_salt(normal.as_bytes(), salt).map_err(|_| HashFault)?;
    Ok(hash.to_string())
}

fn verify(password: &str, stored: &str) -> bool {
    let normal: String = password.nfkc().collect();
    let (Ok(argon2), Ok(stored)) = (argon2(), PasswordHash::new(stored)) else { return false };
    argon2.verify_password(normal.as_bytes(), &stored).is_ok()
}

/// A new one-time-code secret, base32.
pub(crate) fn new_totp(sources: &Sources) -> String {
    Secret::from(sources.bytes::<20>().to_vec()).to_base32()
}

fn totp(secret: &str, account: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new()
        .with_secret(secret)
        .with_skew(0)
        .with_step_duration(STEP_S)
        .with_account_name(account)
        .with_issuer(Some("therapeutic-ai"))
        .build()
        .ok()
}

/// The address that an authenticator reads.
pub(crate) fn totp_uri(secret: &str, account: &str) -> Option<String> {
    // A colon would end the issuer's name in the address.
    totp(secret, &account.replace(':', " "))?.to_url().ok()
}

/// The step that a code belongs to, if it is right for now or the step before or after and later than
/// `last_step`: a code is good once, also when the clock steps back (RFC 6238 §5.2).
pub(crate) fn totp_step(secret: &str, code: &str, now: Timestamp, last_step: i64) -> Option<i64> {
    let totp = totp(secret, "account")?;
    let seconds = u64::try_from(now.as_seconds()).ok()?;
    let step = i64::try_from(seconds / STEP_S).ok()?;
    [step, step - 1, step + 1].into_iter().filter(|step| *step > last_step).find(|step| {
        let at = u64::try_from(*step).unwrap_or(0) * STEP_S;
        totp.check(code, at).is_some()
    })
}

/// A random token of 32 bytes, base64url.
pub(crate) fn new_token(sources: &Sources) -> String {
    URL_SAFE_NO_PAD.encode(sources.bytes::<32>())
}

/// A token that names its row: 16 bytes of id before the 32 secret ones.
pub(crate) fn named_token(id: &[u8; 16], sources: &Sources) -> String {
    let mut bytes = id.to_vec();
    bytes.extend_from_slice(&sources.bytes::<32>());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The id that a token names.
pub(crate) fn token_name(token: &str) -> Option<[u8; 16]> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    if bytes.len() == 48 { bytes[..16].try_into().ok() } else { None }
}

/// What is kept of a token that nobody can guess.
pub(crate) fn token_digest(token: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, token.as_bytes()).as_ref().to_vec()
}

/// Makes the one-time token of a set-up: the same for the same store, whoever asks.
#[derive(Clone)]
pub(crate) struct SetUpKey(Arc<hmac::Key>);

impl SetUpKey {
    pub(crate) fn new(key: &[u8]) -> Self {
        Self(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, key)))
    }

    pub(crate) fn token(&self, store: &str) -> String {
        let code = hmac::sign(&self.0, [b"set-up ", store.as_bytes()].concat().as_slice());
        URL_SAFE_NO_PAD.encode(code)
    }
}

/// Finds e-mail addresses without keeping them: a keyed digest, so that the file alone tells nothing.
#[derive(Clone)]
pub(crate) struct EmailIndex(Arc<hmac::Key>);

impl EmailIndex {
    pub(crate) fn new(key: &[u8]) -> Self {
        Self(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, key)))
    }

    pub(crate) fn digest(&self, email: &str) -> Vec<u8> {
        hmac::sign(&self.0, normal_email(email).as_bytes()).as_ref().to_vec()
    }
}

/// An address as it is compared: NFKC, lower case, no space around it.
pub(crate) fn normal_email(email: &str) -> String {
    email.trim().nfkc().collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use kernel::{ManualClock, SeededRandom};

    use super::*;

    #[test]
    fn passwords_are_judged_by_length_and_how_common_they_are_and_nothing_else() {
        for good in [
            "correct horse battery",
            "blaue wiese im regen",
            "žluťoučký kůň",
            &"the tram to the old harbour leaves at nine and two ".repeat(4),
        ] {
            assert_eq!(password_fault(good, &[]), None, "{good}");
        }
        for bad in ["short", "password1", "12345678", "qwertyuiop", "iloveyou", &"x".repeat(257)] {
            assert!(password_fault(bad, &[]).is_some(), "{bad}");
        }
        assert!(password_fault("ada.lovelace@care", &["ada.lovelace@care"]).is_some());
    }

    #[tokio::test]
    async fn a_password_in_another_unicode_form_is_the_same_and_none_is_cut() {
        let sources = Sources::new(ManualClock::at(Timestamp::EPOCH), SeededRandom::new(1));
        let passwords = Passwords::new(&sources).expect("hashes");
        let long = format!("{}é", "a".repeat(80));
        let stored = passwords.hash(&long, sources.bytes()).await.expect("hashes");
        let decomposed = format!("{}e\u{301}", "a".repeat(80));
        assert!(passwords.verify(&decomposed, Some(&stored)).await.expect("verifies"));
        let cut = "a".repeat(72);
        assert!(!passwords.verify(&cut, Some(&stored)).await.expect("verifies"));
        assert!(!passwords.verify(&long, None).await.expect("verifies"));
    }

    #[test]
    fn a_one_time_code_is_good_once_and_near_its_time() {
        let sources = Sources::new(ManualClock::at(Timestamp::EPOCH), SeededRandom::new(2));
        let secret = new_totp(&sources);
        let at = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000);
        let code = totp(&secret, "account").expect("a secret").generate(1_000_000).to_string();
        let step = totp_step(&secret, &code, at(1_000_000), 0).expect("right now");
        assert_eq!(totp_step(&secret, &code, at(1_000_030), 0), Some(step), "a step late");
        assert_eq!(totp_step(&secret, &code, at(1_000_061), 0), None, "two steps late");
        assert_eq!(totp_step(&secret, &code, at(1_000_000), step), None, "used before");
        assert_eq!(
            totp_step(&secret, &code, at(999_970), step),
            None,
            "used before, and the clock stepped back"
        );
    }
}
