//! The stylesheets and the script, under names that change with their content.

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

const SITE_CSS: &str = include_str!("../assets/site.css");
const STAFF_CSS: &str = include_str!("../assets/staff.css");
const SITE_JS: &str = include_str!("../assets/site.js");
const PASSKEY_JS: &str = include_str!("../assets/passkey.js");
const PROOF_JS: &str = include_str!("../assets/proof.js");
const ICON: &str = include_str!("../assets/icon.svg");
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
    /// The script of passkeys, on the pages that take one.
    pub passkey: Asset,
    /// The script that shows patience.
    pub proof: Asset,
    /// The images, under names that stay.
    pub images: [Asset; 2],
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
            passkey: asset(
                "passkey",
                "js",
                "text/javascript; charset=utf-8",
                PASSKEY_JS.to_owned(),
            ),
            proof: asset("proof", "js", "text/javascript; charset=utf-8", PROOF_JS.to_owned()),
            images: [image("icon", ICON), image("pointer", POINTER)],
            css_hash,
        }
    }

    pub fn find(&self, href: &str) -> Option<&Asset> {
        self.all().find(|asset| asset.href == href)
    }

    pub fn all(&self) -> impl Iterator<Item = &Asset> {
        let named = [&self.site_css, &self.staff_css, &self.script, &self.passkey, &self.proof];
        named.into_iter().chain(&self.images)
    }
}

fn asset(name: &str, ending: &str, kind: &'static str, content: String) -> Asset {
    let hash = HEXLOWER.encode(&Sha256::digest(content.as_bytes())[..6]);
    Asset { href: format!("/assets/{name}.{hash}.{ending}"), kind, content }
}

fn image(name: &str, content: &str) -> Asset {
    let href = format!("/assets/{name}.svg");
    Asset { href, kind: "image/svg+xml", content: content.to_owned() }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_image_that_frames_and_styles_ask_for_is_there() {
        let assets = Assets::new();
        let frames =
            [include_str!("../templates/layout.html"), include_str!("../templates/staff.html")];
        let texts = [frames[0], frames[1], SITE_CSS, STAFF_CSS];
        let mut found = 0;
        for (at, _) in texts
            .iter()
            .flat_map(|text| text.match_indices("/assets/").map(move |it| (&text[it.0..], it.1)))
        {
            let end = at.find(['"', ')', '\'']).unwrap();
            if at[..end].ends_with(".svg") {
                assert!(assets.find(&at[..end]).is_some(), "{}", &at[..end]);
                found += 1;
            }
        }
        assert!(found >= 3, "{found}");
    }
}
