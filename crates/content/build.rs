//! Checks everything under `/content` and embeds it: a wrong line, a flow without a way out or a missing
//! translation stops the build with the file and the item.

#![expect(clippy::print_stderr, reason = "cargo shows what a failing build script says there")]
#![expect(clippy::disallowed_methods, reason = "cargo tells a build script by its environment where it runs")]

use std::path::Path;

// The same modules as the library's, so that what is checked is what is said.
#[path = "src/check/mod.rs"]
mod check;
#[path = "src/dates.rs"]
mod dates;
#[path = "src/load.rs"]
mod load;
#[path = "src/measure.rs"]
#[expect(unreachable_pub, reason = "public in the library")]
mod measure;
#[path = "src/model/mod.rs"]
#[expect(unreachable_pub, dead_code, unused_imports, reason = "public in the library, which uses more of it")]
mod model;
#[path = "src/pattern.rs"]
#[expect(unreachable_pub, dead_code, reason = "public in the library, which uses more of it")]
mod pattern;
#[path = "src/text.rs"]
#[expect(unreachable_pub, dead_code, reason = "public in the library, which uses more of it")]
mod text;

fn main() {
    // As it runs, not as it was compiled: a build folder serves more than one checkout.
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../content");
    println!("cargo:rerun-if-changed={}", root.display());
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src");
    let faults = match load::load(&root) {
        Ok((source, origins)) => {
            let faults = check::check(&source, &origins);
            if faults.is_empty() {
                embed(&source);
            }
            faults
        }
        Err(faults) => faults,
    };
    for fault in &faults {
        let file = if fault.file.is_empty() { String::new() } else { format!("/{}", fault.file) };
        eprintln!("content{file}: {}: {}", fault.item, fault.what);
    }
    if !faults.is_empty() {
        eprintln!("{} faults in the content", faults.len());
        std::process::exit(1);
    }
}

/// Writes the checked data where the library includes it. Maps are ordered, so the bytes are reproducible.
#[expect(clippy::disallowed_methods, reason = "cargo hands the output directory over in the environment")]
fn embed(source: &model::Source) {
    let bytes = serde_json::to_vec(source).expect("plain data serialises");
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    std::fs::write(Path::new(&out).join("content.json"), bytes).expect("the output directory is writable");
    let articles = serde_json::to_vec(&source.articles).expect("plain data serialises");
    std::fs::write(Path::new(&out).join("articles.json"), articles)
        .expect("the output directory is writable");
    let protocol = serde_json::to_vec(&source.protocol).expect("plain data serialises");
    std::fs::write(Path::new(&out).join("protocol.json"), protocol)
        .expect("the output directory is writable");
}
