use search::*;
#[test]
fn bench() {
    let verbs = ["办理", "变更", "注销", "换发", "补领", "登记", "核发", "备案"];
    let things = [
        "食品经营许可证",
        "营业执照",
        "社会保障卡",
        "居民身份证",
        "机动车驾驶证",
        "残疾人证",
        "老年人优待证",
        "施工许可证",
        "道路运输证",
        "取水许可",
        "养犬登记证",
        "居住证",
        "最低生活保障",
        "公共场所卫生许可证",
        "户外广告设置",
        "烟草专卖零售许可证",
    ];
    let mut s: u64 = 1;
    let mut rnd = move |n: usize| {
        s = s.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((s >> 33) as usize) % n
    };
    let docs: Vec<_> = (0..50_000)
        .map(|i| {
            let t = things[rnd(16)];
            let v = verbs[rnd(8)];
            let mut d = Document::new(format!("d{i}"), "service", None, format!("第{i}号{t}{v}"));
            let mut b = String::new();
            for _ in 0..12 {
                b.push_str(things[rnd(16)]);
                b.push_str(verbs[rnd(8)]);
                b.push_str("申请人应当提交材料，符合条件的予以受理。");
            }
            d.body = b;
            d.aliases = vec![format!("{v}{t}")];
            d
        })
        .collect();
    let index = Index::in_memory().unwrap();
    let t = std::time::Instant::now();
    index.replace_all(docs).unwrap();
    println!("build {:?}", t.elapsed());
    let t = std::time::Instant::now();
    warm_up();
    println!("dict {:?}", t.elapsed());
    for q in [
        "第4711号",
        "低保",
        "社保卡",
        "营业执照变更",
        "怎么办理居民身份证补领",
        "证",
        "drivng",
        "老年人优待证",
    ] {
        let t = std::time::Instant::now();
        let mut n = 0;
        for _ in 0..50 {
            n = index.search(&Query::new(q)).unwrap().len();
        }
        println!("{q} {n} {:?}", t.elapsed() / 50);
    }
    let st = std::fs::read_to_string("/proc/self/status").unwrap();
    println!(
        "{}",
        st.lines()
            .filter(|l| l.starts_with("VmRSS") || l.starts_with("VmHWM"))
            .collect::<Vec<_>>()
            .join(" ")
    );
}
