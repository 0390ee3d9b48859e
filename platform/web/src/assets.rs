//! The stylesheets and the script, under names that change with their content.

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

const SITE_CSS: &str = include_str!("../assets/site.css");
const STAFF_CSS: &str = include_str!("../assets/staff.css");
const SITE_JS: &str = include_str!("../assets/site.js");
const POINTER: &str = include_str!("../assets/pointer.svg");

/// One file with a name of its own content.
pub(crate) struct Asset {
    pub href: String,
    pub kind: &'static str,
    pub content: String,
}

pub(crate) struct Assets {
    pub site_css: Asset,
    pub staff_css: Asset,
    pub script: Asset,
    pub pointer: Asset,
    /// The hash by which the content security policy allows the inlined stylesheet.
    pub css_hash: String,
}

impl Assets {
    pub fn new() -> Self {
        let site = squeeze(SITE_CSS);
        let staff = format!("{site}\n{}", squeeze(STAFF_CSS));
        let css_hash = BASE64.encode(&Sha256::digest(site.as_bytes()));
        Self {
            site_css: asset("site", "css", "text/css; charset=utf-8", site),
            staff_css: asset("staff", "css", "text/css; charset=utf-8", staff),
            script: asset("site", "js", "text/javascript; charset=utf-8", SITE_JS.to_owned()),
            pointer: Asset {
                href: "/assets/pointer.svg".to_owned(),
                kind: "image/svg+xml",
                content: POINTER.to_owned(),
            },
            css_hash,
        }
    }

    pub fn find(&self, href: &str) -> Option<&Asset> {
        [&self.site_css, &self.staff_css, &self.script, &self.pointer]
            .into_iter()
            .find(|asset| asset.href == href)
    }
}

fn asset(name: &str, ending: &str, kind: &'static str, content: String) -> Asset {
    let hash = HEXLOWER.encode(&Sha256::digest(content.as_bytes())[..6]);
    Asset { href: format!("/assets/{name}.{hash}.{ending}"), kind, content }
}

/// Leaves out comments and indentation, which is most of what a minifier would save.
fn squeeze(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
