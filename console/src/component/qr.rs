//! A QR code as an inline picture: black on white in every theme, since a camera reads nothing else for sure.

use std::fmt::Write as _;

use maud::{Markup, html};
use qrcodegen::{QrCode, QrCodeEcc};

/// The empty border that a reader needs, in modules (ISO/IEC 18004 §9.1).
const QUIET: i32 = 4;

/// The picture of a text; nothing where the text is too long for one.
pub(crate) fn picture(text: &str, label: &str) -> Option<Markup> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * QUIET;
    Some(html! {
        svg.qr role="img" aria-label=(label) viewBox={ "0 0 " (side) " " (side) } shape-rendering="crispEdges" {
            rect.paper width=(side) height=(side) {}
            path.ink d=(path(&code)) {}
        }
    })
}

/// The dark modules, a run of a row as one line one module high.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            if run > 0 {
                // Writing to a string does not fail.
                let _ = write!(path, "M{},{}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += i32::try_from(run).unwrap_or(0).max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules that a path covers, as a camera would see them.
    fn painted(path: &str) -> Vec<(i32, i32)> {
        let mut all = Vec::new();
        for run in path.split('M').skip(1) {
            let (place, rest) = run.split_once('h').expect("a run");
            let (x, y) = place.split_once(',').expect("a place");
            let (x, y): (i32, i32) = (x.parse().expect("a number"), y.parse().expect("a number"));
            let length: i32 = rest.split('v').next().and_then(|n| n.parse().ok()).expect("a length");
            all.extend((x..x + length).map(|x| (x, y)));
        }
        all
    }

    #[test]
    fn every_dark_module_is_painted_once_and_no_other() {
        let text = "otpauth://totp/therapeutic-ai:rose%40elm.example?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("fits");
        let mut dark: Vec<(i32, i32)> = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .filter(|(x, y)| code.get_module(*x, *y))
            .map(|(x, y)| (x + QUIET, y + QUIET))
            .collect();
        let mut painted = painted(&path(&code));
        dark.sort_unstable();
        painted.sort_unstable();
        assert_eq!(painted, dark);
        assert!(dark.iter().all(|(x, y)| *x >= QUIET && *y >= QUIET));
    }

    #[test]
    fn a_text_that_fits_into_none_has_no_picture() {
        assert!(picture(&"x".repeat(4_000), "a picture").is_none());
    }
}
