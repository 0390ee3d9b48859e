//! What a session's device is called on the page that lists sessions: the browser and the system,
//! by their own names, as far as the browser tells them.

/// Each with the word by which it is known; the first that fits counts, since later ones are also
/// named by browsers that descend from them.
const BROWSERS: [(&str, &str); 9] = [
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("UCBrowser", "UC"),
    ("QQBrowser", "QQ"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// `Chrome · Windows`; the first word of what a program calls itself; empty where nothing is known.
pub(crate) fn label(agent: &str) -> String {
    let find = |words: &[(&str, &'static str)]| {
        words.iter().find(|(word, _)| agent.contains(word)).map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => {
            let word = agent.split(['/', ' ']).next().unwrap_or_default();
            word.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(30).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_as_its_owner_calls_it() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36",
                "Chrome · Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36 MicroMessenger/8.0",
                "WeChat · Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604",
                "Safari · iPhone",
            ),
            ("curl/8.5.0", "curl"),
            ("<script>", "script"),
            ("", ""),
        ] {
            assert_eq!(label(agent), name);
        }
    }
}
