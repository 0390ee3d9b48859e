//! Settings from file, environment and command line, and what their errors say.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

use std::path::Path;

use ledger::DatabaseUrl;
use ops::{Arguments, LogFormat, Settings, SettingsError};

fn read(
    file: &str,
    variables: &[(&str, &str)],
    arguments: &Arguments,
) -> Result<Settings, SettingsError> {
    let variables = variables.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Settings::from_parts(Some((Path::new("site.toml"), file)), variables, arguments)
}

fn complaint(file: &str, variables: &[(&str, &str)]) -> String {
    read(file, variables, &Arguments::default()).unwrap_err().to_string()
}

#[test]
fn without_anything_the_defaults_hold() {
    let settings = Settings::from_parts(None, std::iter::empty(), &Arguments::default()).unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.database, DatabaseUrl::Sqlite("data/onewindow.db".into()));
    assert_eq!(settings.public_url, "http://localhost:8080");
    assert_eq!(settings.upload_mb, 20);
    assert!(settings.rate_limits && settings.smtp.is_none() && settings.filings.is_empty());
    assert_eq!(settings.zone, ops::zone("Asia/Shanghai").unwrap());
}

#[test]
fn the_command_line_goes_before_the_environment_before_the_file() {
    let file = r#"
        listen = "0.0.0.0:1"
        data = "file"
        upload_mb = 5
        log = "json"
        [smtp]
        host = "mail.example.cn"
        from = "no-reply@example.cn"
        [identity]
        zh-Hans = "榕城市人民政府网站"
        [[filings]]
        text = "ICP 00000000"
    "#;
    let variables = [
        ("ONEWINDOW_DATA", "environment"),
        ("ONEWINDOW_UPLOAD_MB", "7"),
        ("ONEWINDOW_RATE_LIMITS", "false"),
        ("ONEWINDOW_SMTP_PORT", "465"),
        ("ONEWINDOW_TEST_POSTGRES", "postgres://localhost"),
        ("PATH", "/bin"),
    ];
    let arguments = Arguments { data: Some("line".into()), ..Arguments::default() };
    let settings = read(file, &variables, &arguments).unwrap();
    assert_eq!(settings.listen.port(), 1);
    assert_eq!(settings.data, Path::new("line"));
    assert_eq!(settings.upload_mb, 7);
    assert!(!settings.rate_limits);
    assert_eq!(settings.log, LogFormat::Json);
    let smtp = settings.smtp.unwrap();
    assert_eq!((smtp.host.as_str(), smtp.port), ("mail.example.cn", 465));
    assert_eq!(smtp.tls, ops::SmtpTls::Tls);
    assert_eq!(settings.identity.unwrap().zh_hans, "榕城市人民政府网站");
    assert_eq!(settings.filings[0].text, "ICP 00000000");
}

#[test]
fn errors_name_file_line_and_key() {
    let text = complaint("data = \"x\"\nupload_mb = \"many\"\n", &[]);
    assert!(text.starts_with("site.toml, line 2 (`upload_mb`): "), "{text}");
    let text = complaint("\nlisten = \"here\"\n", &[]);
    assert!(text.contains("line 2 (`listen`)"), "{text}");
    let text = complaint("lisen = \"0.0.0.0:1\"\n", &[]);
    assert!(text.contains("line 1 (`lisen`)") && text.contains("`listen`"), "{text}");
    let text = complaint("zone = \"Europe/Atlantis\"\n", &[]);
    assert!(text.contains("site.toml, key `zone`") && text.contains("tzdata"), "{text}");
    let text = complaint("public_url = \"one.example.cn/\"\n", &[]);
    assert!(text.contains("https://one.example.cn"), "{text}");
    let text = complaint("[crypto]\nsuite = \"rot13\"\n", &[]);
    assert!(text.contains("key `crypto.suite`") && text.contains("`national`"), "{text}");
    let text = complaint("database_url = 5 # secret\n", &[]);
    assert!(!text.contains("secret"), "{text}");
}

#[test]
fn errors_name_variables_and_arguments() {
    let text = complaint("", &[("ONEWINDOW_UPLOAD_MB", "many")]);
    assert_eq!(
        text,
        "environment variable ONEWINDOW_UPLOAD_MB: it is not a number. Correct the value."
    );
    let text = complaint("", &[("ONEWINDOW_LISEN", "0.0.0.0:1")]);
    assert!(text.contains("ONEWINDOW_LISTEN"), "{text}");
    let text = complaint("", &[("ONEWINDOW_DATABASE_URL", "mysql://root:secret@host")]);
    assert!(text.contains("ONEWINDOW_DATABASE_URL") && !text.contains("secret"), "{text}");
    let arguments = Arguments { zone: Some("Mars".into()), ..Arguments::default() };
    let text = read("", &[], &arguments).unwrap_err().to_string();
    assert!(text.starts_with("command line, --zone: "), "{text}");
}

#[test]
fn half_a_mail_server_is_refused() {
    let text = complaint("[smtp]\nfrom = \"a@example.cn\"\n", &[]);
    assert!(text.starts_with("key `smtp.host`"), "{text}");
    let text = complaint("[smtp]\nhost = \"mail.example.cn\"\n", &[]);
    assert!(text.starts_with("key `smtp.from`"), "{text}");
    let text = complaint("[smtp]\nhost = \"h\"\nfrom = \"a@example.cn\"\ntls = \"none\"\n", &[]);
    assert!(text.starts_with("key `smtp.tls`"), "{text}");
    let text = complaint("[smtp]\nhost = \"h\"\nfrom = \"a@example.cn\"\nuser = \"u\"\n", &[]);
    assert!(text.contains("Set both or neither"), "{text}");
}

#[test]
fn passwords_come_from_a_file_and_are_not_shown() {
    let path = std::env::temp_dir().join(format!("onewindow-password-{}", std::process::id()));
    std::fs::write(&path, "top secret\n").unwrap();
    let file = format!(
        "database_url = \"postgres://u:secret@h/d\"\n[smtp]\nhost = \"h\"\nfrom = \"a@example.cn\"\n\
         user = \"u\"\npassword_file = {path:?}\n"
    );
    let settings = read(&file, &[], &Arguments::default()).unwrap();
    assert!(!format!("{settings:?}").contains("secret"));
    let smtp = settings.smtp.unwrap();
    assert_eq!(smtp.password().unwrap().as_deref(), Some("top secret"));
    std::fs::remove_file(&path).unwrap();
    assert!(smtp.password().unwrap_err().to_string().contains("smtp.password_file"));
}

#[test]
fn a_missing_settings_file_is_named() {
    let arguments = Arguments { config: Some("nowhere.toml".into()), ..Arguments::default() };
    let text = Settings::load(&arguments).unwrap_err().to_string();
    assert!(text.contains("nowhere.toml") && text.contains("--config"), "{text}");
}

const PROVIDER: &str = r#"
    [[sign_in.provider]]
    id = "province"
    name = {zh-Hans = "省统一身份认证", zh-Hant = "省統一身分認證", en = "Provincial identity"}
    issuer = "https://id.example.cn/realms/province"
    client_id = "onewindow"
    trusted_identity = true
    claims = {id_number = "id_card.number"}
    acr = {face = "L3"}
"#;

#[test]
fn identity_providers_are_read_in_order_with_careful_defaults() {
    let settings = read(PROVIDER, &[], &Arguments::default()).unwrap();
    let [it] = settings.sign_in.provider.as_slice() else { panic!("one provider") };
    assert_eq!((it.id.as_str(), it.name.zh_hans.as_str()), ("province", "省统一身份认证"));
    assert!(!it.may_create && !it.inside && !it.userinfo);
    assert_eq!(it.level, kernel::IdentityLevel::L1);
    assert_eq!(it.acr["face"], kernel::IdentityLevel::L3);
    assert_eq!(it.claims.name, "name");
    assert_eq!(it.claims.id_number.as_deref(), Some("id_card.number"));
}

#[test]
fn a_provider_that_would_promise_more_than_it_may_is_refused() {
    for (from, to, problem) in [
        ("\"province\"", "\"Province 1\"", "does not fit into addresses"),
        ("https://id", "http://id", "no https address"),
        ("claims = {id_number = \"id_card.number\"}", "", "no claim has an identity number"),
        ("trusted_identity = true", "", "without being trusted"),
        ("acr =", "audience = \"staff\"\nacr =", "staff do not get accounts"),
    ] {
        let text = complaint(&PROVIDER.replacen(from, to, 1), &[]);
        assert!(text.contains(problem) && text.contains("sign_in.provider"), "{to}: {text}");
    }
    let text = complaint(&format!("{PROVIDER}{PROVIDER}"), &[]);
    assert!(text.contains("another provider has it"), "{text}");
    let text = complaint(&PROVIDER.replacen("L3", "L9", 1), &[]);
    assert!(text.contains("L9"), "{text}");
}

#[test]
fn how_decisions_are_watched_is_set_in_parts_and_what_cannot_be_is_refused() {
    let file = "[decisions]\nsecond_look_per_mille = 1000\nmaterials_opened = true";
    let variables = [("ONEWINDOW_DECISIONS_SECOND_LOOK_PER_MILLE", "50")];
    let set = read(file, &variables, &Arguments::default()).unwrap().decisions;
    assert_eq!((set.second_look_per_mille, set.materials_opened), (Some(50), Some(true)));
    assert_eq!((set.second_look_days, set.most_in_hour, set.least_seconds), (None, None, None));
    for (key, value) in
        [("second_look_per_mille", "1001"), ("second_look_days", "0"), ("most_in_hour", "0")]
    {
        let told = complaint(&format!("[decisions]\n{key} = {value}"), &[]);
        assert!(told.contains(&format!("decisions.{key}")), "{told}");
    }
}
