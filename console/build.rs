//! Makes the assets: style sheets joined in the order of their layers, modules that name each other by hashed names,
//! each file with a brotli form beside it. A name changes with its content, so browsers may keep a file for ever.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::fs;
use std::hash::Hasher;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Style sheets, in the order of their layers.
const SHEETS: [&str; 4] = ["tokens.css", "base.css", "components.css", "pages.css"];
/// Modules, each after those that it imports.
const MODULES: [&str; 12] = [
    "wire.js",
    "idle.js",
    "offline.js",
    "passkey.js",
    "chat.js",
    "speech.js",
    "sound.js",
    "feed.js",
    "bar.js",
    "answering.js",
    "breathe.js",
    "once.js",
];
/// Everything else, with its type.
const OTHERS: [(&str, &str); 1] = [("icon.svg", "image/svg+xml")];

struct Asset {
    /// What pages call it.
    name: String,
    /// What browsers call it.
    hashed: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

fn main() {
    tell_cargo("cargo:rerun-if-changed=assets");
    let root = PathBuf::from("assets");
    let mut assets = Vec::new();
    let sheets: Vec<String> = SHEETS.iter().map(|name| read(&root.join("css").join(name))).collect();
    assets.push(asset("console.css", "text/css; charset=utf-8", squeezed(&sheets.concat()).into_bytes()));
    for name in MODULES {
        let mut text = uncommented(&read(&root.join("js").join(name)));
        for other in &assets {
            text = text.replace(&format!("\"./{}\"", other.name), &format!("\"./{}\"", other.hashed));
        }
        assets.push(asset(name, "text/javascript; charset=utf-8", text.into_bytes()));
    }
    for (name, kind) in OTHERS {
        assets.push(asset(name, kind, read(&root.join(name)).into_bytes()));
    }
    assets.push(worker(&root, &assets));
    let out = PathBuf::from(out_dir());
    fs::write(out.join("assets.rs"), table(&assets, &out)).expect("the table is written");
}

#[expect(clippy::disallowed_methods, reason = "a build script is told where by its environment")]
fn out_dir() -> std::ffi::OsString {
    std::env::var_os("OUT_DIR").expect("cargo says where")
}

fn tell_cargo(line: &str) {
    println!("{line}");
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The service worker: it knows the addresses of what the help page needs, and is another one when they change.
fn worker(root: &Path, assets: &[Asset]) -> Asset {
    let needed = |asset: &&Asset| matches!(asset.name.as_str(), "console.css" | "offline.js" | "icon.svg");
    let files: Vec<String> =
        assets.iter().filter(needed).map(|asset| format!("\"/assets/{}\"", asset.hashed)).collect();
    let text = uncommented(&read(&root.join("js").join("worker.js")));
    let mut hasher = DefaultHasher::new();
    hasher.write(files.concat().as_bytes());
    let version = format!("{:016x}", hasher.finish());
    let text = text.replace("\"@FILES\"", &files.join(", ")).replace("@VERSION", &version);
    asset("worker.js", "text/javascript; charset=utf-8", text.into_bytes())
}

fn asset(name: &str, kind: &'static str, bytes: Vec<u8>) -> Asset {
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    let (stem, ending) = name.rsplit_once('.').expect("a name has an ending");
    let hashed = format!("{stem}.{:016x}.{ending}", hasher.finish());
    Asset { name: name.to_owned(), hashed, kind, bytes }
}

/// A style sheet without comments and indentation.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..].split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |mut all, line| {
        all.push_str(line);
        all.push('\n');
        all
    })
}

/// A module without the lines that are comments alone, and without indentation.
fn uncommented(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.fold(String::new(), |mut all, line| {
        all.push_str(line);
        all.push('\n');
        all
    })
}

fn table(assets: &[Asset], out: &Path) -> String {
    let mut table = String::from("pub(crate) static ASSETS: &[Asset] = &[\n");
    for asset in assets {
        let (plain, packed) = (out.join(&asset.hashed), out.join(format!("{}.br", asset.hashed)));
        fs::write(&plain, &asset.bytes).expect("an asset is written");
        fs::write(&packed, brotli(&asset.bytes)).expect("an asset is written");
        writeln!(
            table,
            "    Asset {{ name: {:?}, hashed: {:?}, kind: {:?}, plain: include_bytes!({plain:?}), packed: include_bytes!({packed:?}) }},",
            asset.name, asset.hashed, asset.kind
        )
        .expect("a string takes everything");
    }
    table.push_str("];\n");
    table
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 64 * 1024, 11, 22);
    writer.write_all(bytes).expect("memory takes everything");
    drop(writer);
    packed
}
