use catalogue_domain::*;
#[test] fn all() {
    std::fs::write("/tmp/schema.json", schema_text()).unwrap();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../services");
    for d in std::fs::read_dir(root).unwrap() {
        let p = d.unwrap().path().join("service.yaml");
        if !p.exists() { continue }
        let text = std::fs::read_to_string(&p).unwrap();
        match Definition::read(&p.display().to_string(), &text) { Ok((d,m)) => for f in lint(&d,&m,&LintContext::default()) { println!("{} {f}", if f.is_error(){'E'}else{'G'}) }, Err(f) => for f in f { println!("{f}") } }
    }
}
