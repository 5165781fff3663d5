//! The lines that register a service: the workspace's table of crates, the binary's manifest, its table of services
//! and its configuration. Each is put next to a line that must be there.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{Names, Text};

/// The files that name every service, changed.
pub(super) fn all(root: &Path, names: &Names) -> Result<Vec<Text>> {
    let Names { name, snake, type_name, .. } = names;
    let api = format!("{name}-api");
    let own = [
        format!("{name} = {{ path = \"services/{name}\" }}"),
        format!("{api} = {{ path = \"services/{name}/api\" }}"),
    ];
    let uses = [format!("{name}.workspace = true"), format!("{api}.workspace = true")];
    let row = format!(
        "    row::<{snake}::{type_name}>({snake}_api::operations, |host, chassis| {{
        Box::pin({snake}::{type_name}::build(host.config.{snake}.clone(), chassis, ()))
    }}),\n"
    );
    let field = format!("    /// Limits of {name}.\n    pub {snake}: {snake}::Config,\n");
    let default = format!("            {snake}: {snake}::Config::default(),\n");
    let config = change(root, "therapeutic-ai/src/config.rs", |text| {
        let text = before(text, "    /// Limits at the edge.\n", &field)?;
        before(&text, "            api_gateway: api_gateway::Config::default(),\n", &default)
    })?;
    Ok(vec![
        change(root, "Cargo.toml", |text| sorted(text, "therapeutic-ai = { path", &own))?,
        change(root, "therapeutic-ai/Cargo.toml", |text| sorted(text, "[dependencies]\n", &uses))?,
        change(root, "therapeutic-ai/src/registry.rs", |text| {
            before(text, "    row::<api_gateway::ApiGateway>(", &row)
        })?,
        config,
    ])
}

fn change(root: &Path, place: &str, with: impl FnOnce(&str) -> Result<String>) -> Result<Text> {
    let path = root.join(place);
    let text = std::fs::read_to_string(&path).with_context(|| place.to_owned())?;
    let text = with(&text).with_context(|| format!("{place} is not as it is expected to be"))?;
    Ok((PathBuf::from(place), text))
}

/// Puts lines before a line that stands exactly once.
fn before(text: &str, anchor: &str, lines: &str) -> Result<String> {
    match text.matches(anchor).count() {
        1 => Ok(text.replacen(anchor, &format!("{lines}{anchor}"), 1)),
        found => bail!("`{}` stands {found} times", anchor.trim()),
    }
}

/// Puts lines into the block of sorted lines that begins after the anchor's line.
fn sorted(text: &str, anchor: &str, lines: &[String]) -> Result<String> {
    let at = text.find(anchor).with_context(|| format!("there is no `{}`", anchor.trim()))?;
    let start = at + text[at..].find('\n').context("the anchor's line ends")? + 1;
    let end = start + text[start..].find("\n\n").context("the block ends")? + 1;
    let mut block: Vec<&str> = text[start..end].lines().chain(lines.iter().map(String::as_str)).collect();
    // By the crate's name: `billing` stands before `billing-api`.
    block.sort_by_key(|line| line.split([' ', '.']).next().unwrap_or(line).to_owned());
    Ok(format!("{}{}\n{}", &text[..start], block.join("\n"), &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_where_they_belong_and_nowhere_else() {
        let text =
            "[dependencies]\na.workspace = true\nb-api.workspace = true\nc.workspace = true\n\n[lints]\n";
        let lines = ["b.workspace = true".to_owned(), "b-c.workspace = true".to_owned()];
        let changed = sorted(text, "[dependencies]\n", &lines).expect("has the block");
        let expected = "[dependencies]\na.workspace = true\nb.workspace = true\nb-api.workspace = true\n\
                        b-c.workspace = true\nc.workspace = true\n\n[lints]\n";
        assert_eq!(changed, expected);
        assert_eq!(before("x\ny\n", "y\n", "n\n").expect("once"), "x\nn\ny\n");
        assert!(before("y\ny\n", "y\n", "n\n").is_err(), "twice is once too often");
        assert!(before("x\n", "y\n", "n\n").is_err());
    }
}
